import type { BrowserContextOptions, Page } from 'playwright-core';
import type { Locale } from '../../lib/i18n/locales';
import { axeFindings, useAxe } from '../support/axe';
import { collectErrors, signInInBrowser, useChromium } from '../support/chromium';
import { tooSmall, undescribed } from '../support/fields';
import { createPerson, createUser, disableUser, PASSWORD } from '../support/people';
import { cutOff } from '../support/reflow';
import { enableTwoFactorOf, newPerson } from '../support/scenes';
import { cookieNameAt, startServer } from '../support/server';

const portrait = startServer();
const opens = useChromium();

const LONG = 'a.very.long.username.that.does.not.fit.on.a.small.phone';

beforeAll(async () => {
  await createPerson('grace.hopper', { company: 'Navy', role: 'Rear admiral' });
  await enableTwoFactorOf(await createPerson('margaret.hamilton', { company: 'MIT', role: 'Director of software' }));
  await createPerson('layla', { company: 'شركة النور', role: 'مهندسة' });
  await createPerson(LONG, {
    company: 'The Extraordinarily Long Named Company of Great Britain',
    role: 'Vice president',
  });
  await createUser({ username: 'newcomer@example.com', company: 'MIT' });
  await disableUser('grace.hopper@example.com');
});

async function administrator(options: BrowserContextOptions = {}, locale: Locale = 'en') {
  const page = await opens({ reducedMotion: 'reduce', ...options });
  const user = await newPerson({ administrator: true, company: 'Analytical Engines', language: locale });
  await signInInBrowser(page, portrait(), user.username);
  return { page, user, url: `${portrait().url}/${locale}` };
}

async function confirms(page: Page): Promise<void> {
  await page.waitForURL('**/confirm?*');
  await page.fill('#confirm [name=currentPassword]', PASSWORD);
  await page.click('#confirm [type=submit]');
  await page.waitForURL((url) => !url.pathname.endsWith('/confirm'));
}

const WAYS: [string, Locale, BrowserContextOptions, 'light' | 'dark'][] = [
  ['in English', 'en', { viewport: { width: 1280, height: 900 } }, 'light'],
  [
    'in Arabic, dark, on a phone',
    'ar',
    { viewport: { width: 390, height: 800 }, isMobile: true, hasTouch: true },
    'dark',
  ],
  ['in Russian, on a narrow phone', 'ru', { viewport: { width: 320, height: 640 } }, 'light'],
];

test.each(WAYS)(
  'axe-core finds nothing wrong %s, and nothing is cut off',
  async (_, locale, options, theme) => {
    const { page, user, url } = await administrator(options, locale);
    await useAxe(page);
    const value = theme;
    await page.context().addCookies([{ name: cookieNameAt(portrait().url, 'portrait-theme'), value, url }]);
    const found: [string, string[]][] = [];
    const look = async (state: string) => {
      const checks = [axeFindings, cutOff, undescribed, ...(options.hasTouch ? [tooSmall] : [])];
      for (const check of checks) {
        const findings = await check(page);
        if (findings.length > 0) found.push([state, findings]);
      }
    };
    await page.goto(`${url}/people`);
    await look('list');
    await page.goto(`${url}/people?q=zzz`);
    await look('list-none');
    await page.goto(`${url}/people?company=MIT`);
    await look('company');
    await page.fill('#company-rename [name=name]', '');
    await page.click('#company-rename [type=submit]');
    await confirms(page);
    await page.click('#company-rename [type=submit]');
    await page.fill('#company-rename [name=name]', ' ');
    await page.click('#company-rename [type=submit]');
    await page.waitForSelector('#company-rename [role=alert]');
    await look('company-refused');
    await page.goto(`${url}/people/new`);
    await page.fill('[name=username]', `new-${locale}@example.com`);
    await look('new');
    await page.click('#person-create [type=submit]');
    await page.waitForSelector('output#one-time-password');
    await look('one-time-password');
    await page.goto(`${url}/people?q=margaret`);
    await page.click('main li a[href*="/people/"]');
    await page.waitForSelector('#person');
    await look('person');
    await page.goto(`${url}/people/${user.id}`);
    await look('self');
    await page.goto(`${url}/people/import`);
    await look('import');
    const content = `a-${locale}@example.com,Acme\nwrong,Acme\nlayla@example.com,Acme\n`;
    await page.setInputFiles('[name=file]', { name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from(content) });
    await page.click('#people-import [type=submit]');
    await page.waitForSelector('#people-import-confirm');
    await look('review');
    await page.click('#people-import-confirm [type=submit]');
    await page.waitForSelector('#people-passwords');
    await look('imported');
    await page.context().clearCookies({ name: cookieNameAt(portrait().url, 'portrait-session') });
    await signInInBrowser(page, portrait(), user.username);
    await page.goto(`${url}/confirm?next=/${locale}/people`);
    await look('confirm');
    expect(found).toEqual([]);
  },
  300_000,
);

test('with JavaScript an act asks for a confirmation, keeps what was typed, and reports no error', async () => {
  const { page, url } = await administrator();
  const errors = collectErrors(page);
  const person = await newPerson();
  await page.goto(`${url}/people/${person.id}`);
  await page.fill('#person [name=role]', 'Captain');
  await page.check('#person [name=administrator]');
  await page.click('#person [type=submit]');
  await confirms(page);
  await page.waitForSelector('#person');
  expect(await page.inputValue('#person [name=role]')).toBe('Captain');
  expect(await page.isChecked('#person [name=administrator]')).toBe(true);
  await page.click('#person [type=submit]');
  await page.getByRole('status').getByText('Your changes have been saved.').waitFor();
  await page.click('#person-reset-password button');
  await page.waitForSelector('output#one-time-password');
  await page.reload();
  expect(await page.locator('output#one-time-password').count()).toBe(0);
  expect(errors).toEqual([]);
});

test('with JavaScript an import goes on by itself until everyone is created', async () => {
  const { page, url } = await administrator();
  await page.goto(`${url}/people/import`);
  const rows = Array.from({ length: 800 }, (_, n) => `many${n}@example.com,Many`).join('\n');
  await page.setInputFiles('[name=file]', { name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) });
  await page.click('#people-import [type=submit]');
  await page.click('#people-import-confirm [type=submit]');
  await confirms(page);
  await page.click('#people-import-confirm [type=submit]');
  await page.waitForSelector('#people-passwords', { timeout: 110_000 });
  expect(await page.textContent('main')).toContain('Not seen by anyone yet: 800.');
});
