import { cookies, headers } from 'next/headers';
import { randomValue } from '../adapters/random';
import { type Outcome, refuse } from '../outcome';
import { passkeyFault } from '../passkey-address';
import { CHALLENGE_LIFE_MS } from '../passkey-challenges';
import { appUrl, appUrls } from '../settings';
import { cookieName, IS_SECURE } from './cookies';
import { textField } from './form-fields';
import { sendCookie } from './request-context';

/** Binds the challenges of a logged-out visitor to their browser. */
const COOKIE = cookieName('portrait-passkey');

/** @returns the browser's secret value, which its tabs share */
export async function issuePasskeyCookie(): Promise<string> {
  const value = (await passkeyCookie()) || randomValue();
  const life = `Max-Age=${CHALLENGE_LIFE_MS / 1000}`;
  sendCookie(
    `${COOKIE}=${encodeURIComponent(value)}; Path=/; ${life}; HttpOnly; SameSite=Lax${IS_SECURE ? '; Secure' : ''}`,
  );
  return value;
}

export async function passkeyCookie(): Promise<string> {
  return (await cookies()).get(COOKIE)?.value ?? '';
}

/** Why passkeys don't work at the address of this page. */
export async function currentPasskeyFault() {
  const host = (await headers()).get('host'); // the server in front sets it to one of APP_URL's
  return passkeyFault(appUrls().find((url) => new URL(url).host === host) ?? appUrl());
}

/** What app/[locale]/passkeys/ceremony.ts reports instead of an answer. */
const BROWSER_FAULTS = ['cancelled', 'unsupported', 'alreadyAdded', 'wrongHost', 'failed'] as const;

const ANSWER_MAX_LENGTH = 16_384;

/** The browser's answer to a challenge, in JSON, or why there is none. */
export function passkeyAnswer(form: FormData): Outcome<{ answer: string }> {
  const reported = textField(form, 'fault');
  if (reported === 'busy') return refuse('error.errors.busy');
  const fault = BROWSER_FAULTS.find((fault) => fault === reported);
  if (fault) return refuse(`passkeys.errors.${fault}`, undefined, { address: appUrl() });
  return { ok: true, answer: textField(form, 'answer', ANSWER_MAX_LENGTH) };
}
