import type { Page } from 'playwright-core';
import { signInInBrowser } from './chromium';
import { createPerson, createUser, disableUser, findUser, PASSWORD } from './people';
import { enableTwoFactorOf, newPerson } from './scenes';
import { cookieNameAt, type Portrait } from './server';
import { type Look, setTheme, type Way } from './walk';

const LONG = 'a.very.long.username.that.does.not.fit.on.a.small.phone';

/** People of every kind, once for all walks on a server. */
export async function createAllKindsOfPeople(): Promise<void> {
  await createPerson('grace.hopper', { company: 'Navy', role: 'Rear admiral' });
  await enableTwoFactorOf(await createPerson('margaret.hamilton', { company: 'MIT', role: 'Director of software' }));
  await createPerson('layla', { company: 'شركة النور', role: 'مهندسة' });
  await createPerson(LONG, {
    company: 'The Extraordinarily Long Named Company of Great Britain',
    role: 'Vice president',
  });
  await createUser({ username: 'newcomer@example.com', company: 'MIT' });
  await disableUser('grace.hopper@example.com');
}

/** Takes a new administrator through every page and state of the people pages. */
export async function walkPeople(portrait: Portrait, page: Page, { locale = 'en', theme, ...named }: Way, look: Look) {
  const url = `${portrait.url}/${locale}`;
  const account = { administrator: true, company: 'Analytical Engines', language: locale, ...named };
  const { id, username } = await newPerson(account);
  await signInInBrowser(page, portrait, username);
  await setTheme(page, portrait, theme);
  await findsPeople(page, url, look);
  const newcomer = `new.${username}`;
  const oneTimePassword = await addsAPerson(page, url, newcomer, look);
  await administers(page, url, id, look);
  await importsPeople(page, url, look);
  await page.context().clearCookies({ name: cookieNameAt(portrait.url, 'portrait-session') });
  await signInInBrowser(page, portrait, username, `/${locale}/confirm?next=/${locale}/people`);
  await look('confirm');
  await page.context().clearCookies({ name: cookieNameAt(portrait.url, 'portrait-session') });
  await page.goto(`${url}/sign-in`);
  await page.fill('[name=username]', newcomer);
  await page.fill('[name=password]', oneTimePassword);
  await page.click('#sign-in [type=submit]');
  await page.waitForSelector('#password');
  await look('newcomer');
}

async function findsPeople(page: Page, url: string, look: Look): Promise<void> {
  await page.goto(`${url}/people`);
  await look('people');
  await page.goto(`${url}/people?q=zzz`);
  await look('people-none');
  await page.goto(`${url}/people?company=MIT`);
  await look('people-company');
  await page.fill('#company-rename [name=name]', 'MIT Labs');
  await page.click('#company-rename [type=submit]');
  await page.waitForURL('**/confirm?*');
  await page.fill('#confirm [name=currentPassword]', 'not this one');
  await page.click('#confirm [type=submit]');
  await page.waitForSelector('#confirm [role=alert]');
  await look('confirm-refused');
  await page.fill('#confirm [name=currentPassword]', PASSWORD);
  await page.click('#confirm [type=submit]');
  await page.waitForSelector('#company-rename');
  await page.fill('#company-rename [name=name]', ' ');
  await page.click('#company-rename [type=submit]');
  await page.waitForSelector('#company-rename [role=alert]');
  await look('people-company-refused');
}

async function addsAPerson(page: Page, url: string, username: string, look: Look): Promise<string> {
  await page.goto(`${url}/people/new`);
  await look('people-new');
  await page.fill('[name=username]', 'nobody');
  await page.click('#person-create [type=submit]');
  await page.waitForSelector('#person-create [role=alert]');
  await look('people-new-refused');
  await page.fill('[name=username]', username);
  await page.click('#person-create [type=submit]');
  const shown = await page.waitForSelector('output#one-time-password');
  await look('person-one-time-password');
  return (await shown.textContent()) ?? '';
}

async function administers(page: Page, url: string, id: string, look: Look): Promise<void> {
  await page.goto(`${url}/people/${(await findUser('margaret.hamilton@example.com')).id}`);
  await look('person');
  await page.click('#person [type=submit]');
  await page.waitForSelector('main [role=status]');
  await look('person-unchanged');
  await page.fill('#person-delete [name=username]', 'nobody');
  await page.click('#person-delete button');
  await page.waitForSelector('#person-delete [role=alert]');
  await look('person-delete-refused');
  await page.goto(`${url}/people/${(await findUser('grace.hopper@example.com')).id}`);
  await look('person-disabled');
  await page.goto(`${url}/people/${id}`);
  await look('person-self');
}

async function importsPeople(page: Page, url: string, look: Look): Promise<void> {
  await page.goto(`${url}/people/import`);
  await look('people-import');
  const chooses = (content: string) =>
    page.setInputFiles('[name=file]', { name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(content) });
  await chooses('');
  await page.click('#people-import [type=submit]');
  await page.waitForSelector('#people-import [role=alert]');
  await look('people-import-refused');
  await chooses(`${Date.now()}@example.com,Acme\nwrong,Acme\nlayla@example.com,Acme\n`);
  await page.click('#people-import [type=submit]');
  await page.waitForSelector('#people-import-confirm');
  await look('people-import-review');
  await page.click('#people-import-confirm [type=submit]');
  await page.waitForSelector('#people-passwords');
  await look('people-imported');
}
