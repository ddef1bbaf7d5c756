import { cookies } from 'next/headers';
import { decrypt, encrypt } from '../encryption';
import { COOKIE_OPTIONS, cookieName } from './cookies';

/** Fills in the log-in form after a password was set by a link. Encrypted, because it is personal data. */
const COOKIE = cookieName('portrait-username');
const OWNER = 'suggested username';
const LIFE_SECONDS = 10 * 60;

export async function suggestUsername(username: string): Promise<void> {
  (await cookies()).set(COOKIE, encrypt(username, OWNER), { ...COOKIE_OPTIONS, maxAge: LIFE_SECONDS });
}

export async function suggestedUsername(): Promise<string | undefined> {
  const value = (await cookies()).get(COOKIE)?.value;
  return value && decrypt(value, OWNER);
}
