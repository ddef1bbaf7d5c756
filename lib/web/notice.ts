import { cookies } from 'next/headers';
import messages from '../../messages/en.json';
import type { ErrorCode, NoticeCode } from '../outcome';
import { COOKIE_OPTIONS } from './cookies';
import { NOTICE_COOKIE } from './notice-cookie';

export async function setNotice(code: NoticeCode | ErrorCode): Promise<void> {
  (await cookies()).set(NOTICE_COOKIE, code, { ...COOKIE_OPTIONS, httpOnly: false, maxAge: 60 });
}

export async function currentNotice(): Promise<NoticeCode | ErrorCode | undefined> {
  const code = (await cookies()).get(NOTICE_COOKIE)?.value;
  return isMessage(code) ? code : undefined;
}

export function isRefusal(code: NoticeCode | ErrorCode): code is ErrorCode {
  return code.split('.')[1] === 'errors';
}

/** The notice after two-factor authentication is turned on is at the bottom of the window, every other at the top. */
export function isAtBottom(code: NoticeCode | ErrorCode): boolean {
  return code === 'two-factor.notices.enabled';
}

/** Anyone can set the cookie: only keys under `<word>.notices` and `<word>.errors` are messages. */
function isMessage(code = ''): code is NoticeCode | ErrorCode {
  const [word = '', group = '', name = '', ...rest] = code.split('.');
  const texts = (messages as Record<string, Record<string, unknown>>)[word]?.[group];
  const isGroup = group === 'notices' || group === 'errors';
  return isGroup && rest.length === 0 && Object.hasOwn(texts ?? {}, name);
}
