import { cookieName, IS_SECURE } from './cookies';

/** Carries a notice from an action to the next page. It holds the key of a message, which isn't secret. */
export const NOTICE_COOKIE = cookieName('portrait-notice');

/** The Set-Cookie value that clears the notice once it has been shown. */
export const CLEAR_NOTICE_COOKIE = `${NOTICE_COOKIE}=; Path=/; Max-Age=0; SameSite=Lax${IS_SECURE ? '; Secure' : ''}`;

/** Whether a request's Cookie header carries a notice. */
export function hasNotice(header: string | undefined): boolean {
  return header?.includes(`${NOTICE_COOKIE}=`) ?? false;
}
