import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Browser } from '../support/browser';
import { newFolder, removeFolder } from '../support/folder';
import { PASSWORD } from '../support/people';
import { newSignedInPerson } from '../support/scenes';
import { startServer } from '../support/server';

const folder = newFolder();
const file = join(folder, 'logo.svg');
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
writeFileSync(file, SVG);
afterAll(() => removeFolder(folder));

const portrait = startServer({ APP_NAME: 'Acme & <b>Söhne</b>', APP_LOGO: file });

test("the company's name is in header and title, also of pages that the server itself makes", async () => {
  const page = await new Browser(portrait().url).opens('/de/sign-in');
  expect([page.text('header a'), page.document.title]).toEqual([
    'Acme & <b>Söhne</b>',
    'Anmelden · Acme & <b>Söhne</b>',
  ]);
  await page.submits('sign-in', { username: 'nobody@example.com', password: PASSWORD });
  expect(page.document.title).toMatch(/^Fehler: .* · Acme & <b>Söhne<\/b>$/);
  await page.goes('/de/sign-in', { method: 'PUT' });
  expect([page.status, page.text('header a')]).toEqual([405, 'Acme & <b>Söhne</b>']);
  expect(page.document.title).toMatch(/ · Acme & <b>Söhne<\/b>$/);
});

test("the company's name is the issuer in authenticators", async () => {
  const [page] = await newSignedInPerson(portrait());
  await page.opens('/en/two-factor');
  await page.submits('two-factor-start', { currentPassword: PASSWORD });
  const uri = new URL(page.document.querySelector('a[href^="otpauth:"]')?.getAttribute('href') ?? '');
  expect(uri.searchParams.get('issuer')).toBe('Acme & <b>Söhne</b>');
});

test('the logo is served as a picture that runs nothing', async () => {
  const page = await new Browser(portrait().url).opens('/en/sign-in');
  const address = page.document.querySelector('header img')?.getAttribute('src') ?? '';
  const logo = await page.fetches(address);
  expect([logo.status, await logo.text()]).toEqual([200, SVG]);
  expect(Object.fromEntries(logo.headers)).toMatchObject({
    'content-type': 'image/svg+xml',
    'content-security-policy': expect.stringMatching(/^default-src 'none'; .*; sandbox;/),
    'x-content-type-options': 'nosniff',
    'cache-control': 'public, max-age=31536000, immutable',
  });
  expect((await page.fetches('/logo/0123456789abcdef')).status).toBe(404);
});
