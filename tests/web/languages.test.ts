import { codeOf } from '../support/authenticator';
import { Browser } from '../support/browser';
import { PASSWORD } from '../support/people';
import { newPerson, newSignedInPerson } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();

const opens = (path: string) => new Browser(portrait().url).opens(path);

async function picks(page: Browser, language: string): Promise<Browser> {
  const link = page.document.querySelector(`header nav a[lang=${language}]`);
  return page.opens(link?.getAttribute('href') ?? '');
}

test('keeps the page to return to when the language changes at sign-in', async () => {
  const { username } = await newPerson();
  const page = await picks(await opens('/en/sessions'), 'de');
  expect(page.path).toBe('/de/sign-in?next=%2Fde%2Fsessions');
  await page.submits('sign-in', { username, password: PASSWORD });
  expect(page.path).toBe('/de/sessions');
});

test('keeps the page to return to when the language changes at the code', async () => {
  const [first, { username }] = await newSignedInPerson(portrait());
  await first.opens('/en/two-factor');
  await first.submits('two-factor-start', { currentPassword: PASSWORD });
  const secret = (first.text('main code') ?? '').replaceAll(' ', '');
  await first.submits('two-factor-confirm', { code: codeOf(secret) });

  const page = await opens('/en/sessions');
  await page.submits('sign-in', { username, password: PASSWORD });
  await picks(page, 'de');
  expect(page.path).toBe('/de/sign-in/code?next=%2Fde%2Fsessions');
  await page.submits('sign-in-code', { code: codeOf(secret, 1) });
  expect(page.path).toBe('/de/sessions');
});

test.each([
  ['en-GB,de;q=0.5', '/en'],
  ['zh-TW,zh-Hant;q=0.9,en-US;q=0.8', '/zh'],
  ['xx-INVALID-$$$,ru', '/ru'],
])('redirects a browser that asks for %s to %s', async (header, path) => {
  const page = await new Browser(portrait().url, { 'accept-language': header }).opens('/sessions');
  expect(page.path).toMatch(`${path}/sign-in?next=`);
});

test('marks the current language in the menu', async () => {
  const page = await opens('/de/sign-in');
  const current = [...page.document.querySelectorAll('header nav [aria-current]')];
  expect(current.map((link) => [link.getAttribute('lang'), link.getAttribute('aria-current')])).toEqual([
    ['de', 'true'],
  ]);
});

test.each(['//evil.example', 'https://evil.example/', '/\\evil.example', '/\t/evil.example'])(
  'the language menu never links to another origin: %j',
  async (next) => {
    const page = await opens(`/en/sign-in?next=${encodeURIComponent(next)}`);
    expect((await picks(page, 'fr')).path).toBe('/fr/sign-in');
  },
);

test('the language menu of other pages links to sign-in', async () => {
  const page = await opens('/en/nothing-here?next=%2Fen%2Fsessions');
  expect((await picks(page, 'ja')).path).toBe('/ja/sign-in');
});

test('names language, direction and title of a page', async () => {
  const page = await opens('/ar/sign-in');
  expect(page.document.documentElement.lang).toBe('ar');
  expect(page.document.documentElement.dir).toBe('rtl');
  expect(page.document.title).toMatch(/· Portrait$/);
  expect(page.document.querySelector('header summary')?.getAttribute('aria-label')).toBe('اللغات: العربية');
  const languages = [...page.document.querySelectorAll('header nav a')];
  expect(languages.map((link) => [link.getAttribute('lang'), link.textContent])).toEqual([
    ['en', 'English'],
    ['ru', 'Русский'],
    ['de', 'Deutsch'],
    ['fr', 'Français'],
    ['es', 'Español'],
    ['zh-Hans', '简体中文'],
    ['ja', '日本語'],
    ['ar', 'العربية'],
  ]);
});
