import type { Page } from 'playwright-core';
import { transaction } from '../../db';
import { lockUser } from '../../db/users';
import { record } from '../../lib/activity';
import type { EventType } from '../../lib/event-type';
import { signInInBrowser } from '../../tests/support/chromium';
import { addPasskeyOf } from '../../tests/support/passkeys';
import { CLIENT, createPerson, findUser, PASSWORD, signInAs } from '../../tests/support/people';
import { newPerson } from '../../tests/support/scenes';
import type { Portrait } from '../../tests/support/server';
import { type Look, setTheme, type Way } from '../../tests/support/walk';

const BROWSERS = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0',
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36',
];
const ADDRESSES = ['198.51.100.23', '2001:db8:85a3:8d3:1319:8a2e:370:7348', '203.0.113.7'];

const client = (n: number) => ({
  ...CLIENT,
  userAgent: BROWSERS[n % BROWSERS.length] as string,
  address: ADDRESSES[n % ADDRESSES.length] as string,
});

/** Lists at their longest: sessions, activity, passkeys, people, a file to import. */
export async function walkLists(portrait: Portrait, page: Page, { locale = 'en', theme, ...named }: Way, look: Look) {
  const url = `${portrait.url}/${locale}`;
  const account = { administrator: true, company: 'Analytical Engines', language: locale, ...named };
  const { id, username } = await newPerson(account);
  await signInInBrowser(page, portrait, username);
  await setTheme(page, portrait, theme);
  for (let n = 0; n < 5; n += 1) await addPasskeyOf(await findUser(username));
  for (let n = 0; n < 60; n += 1) await signInAs({ username }, PASSWORD, client(n));
  const types: EventType[] = [
    'password-accepted',
    'sign-in-refused',
    'password-changed',
    'avatar-changed',
    'code-refused',
  ];
  await transaction(
    (on) => lockUser(on, id),
    (on) => types.map((type, n) => record(on, { userId: id, type, client: client(n) })),
  );
  for (const list of ['sessions', 'activity', 'activity?only=security', 'passkeys']) {
    await page.goto(`${url}/${list}`);
    await look(`long-${list.replace('?only=', '-')}`);
  }
  for (let n = 0; n < 60; n += 1)
    await createPerson(`${locale}.${Date.now()}.${n}`, { company: 'Analytical Engines', role: 'Engineer' });
  await page.goto(`${url}/people`);
  await look('long-people');
  await reviewsALongFile(page, url, look);
}

async function reviewsALongFile(page: Page, url: string, look: Look): Promise<void> {
  await page.goto(`${url}/people/import`);
  if (page.url().includes('/confirm')) {
    await page.fill('#confirm [name=currentPassword]', PASSWORD);
    await page.click('#confirm [type=submit]');
    await page.waitForSelector('#people-import');
  }
  const rows = Array.from({ length: 120 }, (_, n) => {
    const username = n % 9 === 0 ? 'wrong' : `a.very.long.name.that.fills.a.line.number.${n}@engineering.example.com`;
    return `${username},The Extraordinarily Long Named Company of Great Britain,Director of ${n},${n % 11 === 0 ? 'xx' : 'fr'}`;
  });
  await page.setInputFiles('[name=file]', {
    name: 'people.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`${rows.join('\n')}\n`),
  });
  await page.click('#people-import [type=submit]');
  await page.waitForSelector('#people-import-confirm');
  await look('long-people-import-review');
}
