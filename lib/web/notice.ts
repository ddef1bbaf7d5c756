import { cookies } from 'next/headers';
import messages from '../../messages/en.json';
import type { ErrorCode, NoticeCode } from '../outcome';
import { IS_SECURE } from './cookies';
import { NOTICE_COOKIE } from './notice-cookie';

/** Leaves a notice, or a refusal whose form is there no more, for the next page. */
export async function setNotice(code: NoticeCode | ErrorCode): Promise<void> {
  (await cookies()).set(NOTICE_COOKIE, code, { sameSite: 'lax', path: '/', secure: IS_SECURE, maxAge: 60 });
}

/** What the page in hand is to show of the request before it. */
export async function currentNotice(): Promise<NoticeCode | ErrorCode | undefined> {
  const code = (await cookies()).get(NOTICE_COOKIE)?.value;
  return isMessage(code) ? code : undefined;
}

export function isRefusal(code: NoticeCode | ErrorCode): code is ErrorCode {
  return code.split('.')[1] === 'errors';
}

/** Whether it is a key that stands in the catalogue under `<word>.notices` or `<word>.errors`. */
function isMessage(code = ''): code is NoticeCode | ErrorCode {
  const [word = '', group = '', name = '', ...rest] = code.split('.');
  const texts = (messages as Record<string, Record<string, unknown>>)[word]?.[group];
  const isGroup = group === 'notices' || group === 'errors';
  return isGroup && rest.length === 0 && Object.hasOwn(texts ?? {}, name);
}
