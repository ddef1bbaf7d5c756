import { cookies } from 'next/headers';
import messages from '../../messages/en.json';
import type { NoticeCode } from '../outcome';
import { IS_SECURE } from './cookies';
import { NOTICE_COOKIE } from './notice-cookie';

/** Leaves a notice for the next page. */
export async function leaveNotice(code: NoticeCode): Promise<void> {
  (await cookies()).set(NOTICE_COOKIE, code, { sameSite: 'lax', path: '/', secure: IS_SECURE, maxAge: 60 });
}

/** The notice that the page in hand is to show. */
export async function currentNotice(): Promise<NoticeCode | undefined> {
  const code = (await cookies()).get(NOTICE_COOKIE)?.value;
  return isNotice(code) ? code : undefined;
}

function isNotice(code: string | undefined): code is NoticeCode {
  const [word = '', group, name = ''] = code?.split('.') ?? [];
  const texts = messages[word as keyof typeof messages] as { notices?: object } | undefined;
  return group === 'notices' && Object.hasOwn(texts?.notices ?? {}, name);
}
