import { cookies } from 'next/headers';
import { decrypt, encrypt } from '../encryption';
import { COOKIE_OPTIONS, cookieName } from './cookies';

/** Keeps what was typed while the user logs in again or confirms. Encrypted, because it may contain a username. */
const COOKIE = cookieName('portrait-typed');

const LIFE_SECONDS = 15 * 60;
const RETURNED_LIFE_SECONDS = 60;
/** Browsers drop a cookie above 4096 bytes (RFC 6265bis, section 5.6). */
const MAX_LENGTH = 3000;

/**
 * @param form where the values are shown again
 * @param username the form's user: the values are shown to no other user
 */
export async function storeTyped(
  form: string,
  username: string,
  typed: Record<string, string | undefined>,
): Promise<void> {
  const value = encrypt(JSON.stringify(typed), owner(form, username));
  if (value.length > MAX_LENGTH || Object.keys(typed).length === 0) return;
  (await cookies()).set(COOKIE, value, { ...COOKIE_OPTIONS, maxAge: LIFE_SECONDS });
}

export async function readTyped(form: string, username: string): Promise<Record<string, string> | undefined> {
  const value = (await cookies()).get(COOKIE)?.value;
  const text = value && decrypt(value, owner(form, username));
  return text ? JSON.parse(text) : undefined;
}

export async function expireTypedSoon(): Promise<void> {
  const jar = await cookies();
  const value = jar.get(COOKIE)?.value;
  if (value) jar.set(COOKIE, value, { ...COOKIE_OPTIONS, maxAge: RETURNED_LIFE_SECONDS });
}

export async function clearTyped(): Promise<void> {
  const jar = await cookies();
  if (jar.has(COOKIE)) jar.set(COOKIE, '', { ...COOKIE_OPTIONS, maxAge: 0 });
}

const owner = (form: string, username: string) => `typed ${form} ${username}`;
