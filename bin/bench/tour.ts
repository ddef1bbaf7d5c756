import { codeOf } from '../../tests/support/authenticator';
import type { Browser, Entries } from '../../tests/support/browser';
import { PASSWORD } from '../../tests/support/people';
import { newSignedInPerson, signIn } from '../../tests/support/scenes';
import type { Portrait } from '../../tests/support/server';
import { type Figures, median } from './measure';

const NEW_PASSWORD = 'seven quiet lighthouses';

type Person = { page: Browser; username: string; codes: string[] };

/** Sends one form and returns its figure. */
type Measure = (send: () => Promise<number>) => Promise<number>;

/**
 * A number of new people send every form, each form all at the same time.
 * @param measure gets each form to send, which returns its milliseconds
 * @returns how long a response takes for each form, in milliseconds: the median, and the last time for a form that is
 * sent twice. `GET profile` is that page, for comparison
 */
export async function tour(portrait: Portrait, people: number, measure: Measure = (send) => send()): Promise<Figures> {
  const group: Person[] = [];
  const figures: Figures = {};

  async function send(form: string, path: string, entriesOf: (person: Person) => Entries = () => ({})) {
    for (const { page } of group) await page.opens(path);
    figures[form] = median(
      await Promise.all(group.map((person) => measure(() => posted(person.page, form, entriesOf(person))))),
    );
  }

  async function signInElsewhere() {
    for (const { username } of group) await signIn(portrait, username, NEW_PASSWORD);
  }

  async function readCodes() {
    for (const person of group) {
      await person.page.opens('/en/two-factor/recovery-codes');
      person.codes = [...person.page.document.querySelectorAll('main li')].map(({ textContent }) => textContent ?? '');
    }
    await send('recovery-codes-saved', '/en/two-factor/recovery-codes');
  }

  while (group.length < people) {
    const [page, { username }] = await newSignedInPerson(portrait);
    group.push({ page, username, codes: [] });
  }
  const renewed = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD, confirmPassword: NEW_PASSWORD };
  const currentPassword = NEW_PASSWORD;
  figures['GET profile'] = median(await Promise.all(group.map(({ page }) => measure(() => opened(page)))));
  await send('profile', '/en/profile', () => ({ language: 'de' }));
  await send('password', '/en/profile', () => renewed);
  await signInElsewhere();
  await send('session-end', '/en/sessions');
  await signInElsewhere();
  await send('sessions-end-others', '/en/sessions');
  await send('two-factor-start', '/en/two-factor', () => ({ currentPassword }));
  await send('two-factor-cancel', '/en/two-factor');
  await send('two-factor-start', '/en/two-factor', () => ({ currentPassword }));
  await send('two-factor-confirm', '/en/two-factor', ({ page }) => ({ code: codeOf(secretOn(page)) }));
  await readCodes();
  await send('recovery-codes-renew', '/en/two-factor/recovery-codes', ({ codes: [code = ''] }) => ({ code }));
  await readCodes();
  await send('sign-out', '/en/profile');
  await send('sign-in', '/en/sign-in', ({ username }) => ({ username, password: NEW_PASSWORD }));
  await send('sign-in-code', '/en/sign-in/code', ({ codes: [code = ''] }) => ({ code }));
  await send('two-factor-disable', '/en/two-factor', ({ codes: [, code = ''] }) => ({ code }));
  return figures;
}

const secretOn = (page: Browser) => (page.text('main code') ?? '').replaceAll(' ', '');

async function opened(page: Browser): Promise<number> {
  const began = performance.now();
  await (await page.fetches('/en/profile')).text();
  return performance.now() - began;
}

/** @throws if the form is refused */
async function posted(page: Browser, form: string, entries: Entries): Promise<number> {
  const body = page.filled(form, entries);
  const began = performance.now();
  const answer = await page.fetches(page.url, { method: 'POST', body, headers: page.formHeaders() });
  await answer.text();
  if (answer.status !== 303) throw new Error(`${form} was answered with ${answer.status}`);
  return performance.now() - began;
}
