import { cookieName, IS_SECURE } from './cookies';

/** Carries the key of a notice, which isn't secret, from an action to the next page. */
export const NOTICE_COOKIE = cookieName('portrait-notice');

export const CLEAR_NOTICE_COOKIE = `${NOTICE_COOKIE}=; Path=/; Max-Age=0; SameSite=Lax${IS_SECURE ? '; Secure' : ''}`;

export function hasNotice(header: string | undefined): boolean {
  return header?.includes(`${NOTICE_COOKIE}=`) ?? false;
}

export function isNoticeCookie(setCookie: string): boolean {
  return setCookie.startsWith(`${NOTICE_COOKIE}=`);
}
