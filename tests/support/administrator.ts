import type { User } from '../../db/users';
import type { Browser } from './browser';
import { PASSWORD } from './people';
import { newSignedInPerson } from './scenes';
import type { Portrait } from './server';

/** Logs a new administrator in, and confirms their password unless `confirms` is false. */
export async function newAdministrator(portrait: Portrait, { confirms = true } = {}): Promise<[Browser, User]> {
  const [page, user] = await newSignedInPerson(portrait, { administrator: true, company: 'Headquarters' });
  if (confirms) {
    await page.opens('/en/confirm');
    await page.submits('confirm', { currentPassword: PASSWORD });
  }
  return [page, user];
}

/** Posts the form of the download, which has no action of React's. */
export function downloadsPasswords(page: Browser): Promise<Response> {
  const body = new FormData();
  body.set('file', 'csv');
  return page.fetches('/en/people/import/passwords', { method: 'POST', body, headers: page.formHeaders() });
}

export const hrefsOn = (page: Browser) =>
  [...page.document.querySelectorAll('main a')].map((link) => link.getAttribute('href'));
