import type { User } from '../../db/users';
import { codeOf } from './authenticator';
import type { Browser } from './browser';
import { PASSWORD } from './people';
import { newSignedInPerson } from './scenes';
import type { Portrait } from './server';

type Enrolment = { page: Browser; user: User; username: string; secret: string };

/** A new user whose two-factor authentication is pending, on its page. */
export async function startsTwoFactor(portrait: Portrait): Promise<Enrolment> {
  const [page, user] = await newSignedInPerson(portrait);
  await page.opens('/en/two-factor');
  await page.submits('two-factor-start', { currentPassword: PASSWORD });
  return { page, user, username: user.username, secret: secretOn(page) };
}

/** A new user who turned it on with the current code, on the page of recovery codes; the next code is still unused. */
export async function enablesTwoFactor(portrait: Portrait): Promise<Enrolment & { codes: string[] }> {
  const enrolment = await startsTwoFactor(portrait);
  const { page, secret } = enrolment;
  await page.submits('two-factor-confirm', { code: codeOf(secret) });
  return { ...enrolment, codes: codesOn(page) };
}

export const secretOn = (page: Browser) => (page.text('main code') ?? '').replaceAll(' ', '');

export const codesOn = (page: Browser) =>
  [...page.document.querySelectorAll('main li')].map((item) => item.textContent?.trim() ?? '');
