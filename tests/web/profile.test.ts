import { Browser } from '../support/browser';
import { eventTypes } from '../support/events';
import { findUser, PASSWORD } from '../support/people';
import { newPerson, newSignedInPerson, picture } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();

test('changes the whole interface with the language, with a notice that is shown once', async () => {
  const [page] = await newSignedInPerson(portrait());
  await page.submits('profile', { language: 'de' });
  expect(page.statuses).toEqual([303, 200]);
  expect(page.path).toBe('/de/profile');
  expect(page.document.documentElement.lang).toBe('de');
  expect(page.notice).toBeTruthy();
  expect((await page.reloads()).notice).toBeUndefined();
});

test('shows no notice because of a link', async () => {
  const [page] = await newSignedInPerson(portrait());
  for (const query of ['?notice=profile.notices.saved', '?portrait-notice=profile.notices.saved', '?saved'])
    expect((await page.opens(`/en/profile${query}`)).notice).toBeUndefined();
});

test('asks for the current password for a new username, and keeps what was typed', async () => {
  const [page, user] = await newSignedInPerson(portrait());
  await page.submits('profile', { username: `new-${user.username}`, language: 'fr' });
  expect(page.statuses).toEqual([200]);
  expect(page.alert).toBe('Enter your current password to change your username.');
  expect(page.fieldAtFault).toBe('currentPassword');
  expect(page.value('username')).toBe(`new-${user.username}`);
  expect(page.value('language')).toBe('fr');
  expect(await findUser(user.username)).toMatchObject({ language: 'en' });
  await page.submits('profile', { currentPassword: PASSWORD });
  expect(page.path).toBe('/fr/profile');
  expect(page.text('header')).toContain(`new-${user.username}`);
});

test('refuses a username that is taken in another case', async () => {
  const other = await newPerson();
  const [page] = await newSignedInPerson(portrait());
  const username = other.username.toUpperCase();
  await page.submits('profile', { username, currentPassword: PASSWORD });
  expect(page.alert).toBe('That username is taken. Try another.');
  expect([page.fieldAtFault, page.value('username')]).toEqual(['username', username]);
  expect(page.html).not.toContain(PASSWORD);
});

test('keeps what another window saved', async () => {
  const [one, user] = await newSignedInPerson(portrait());
  const other = await Object.assign(Object.create(Object.getPrototypeOf(one)), one).opens('/en/profile');
  await other.submits('profile', { language: 'es' });
  await one.submits('profile', { avatar: await picture() });
  expect(await findUser(user.username)).toMatchObject({ language: 'es', avatarVersion: expect.any(String) });
});

test('reads no company, role or other field that was added to the form', async () => {
  const [page, user] = await newSignedInPerson(portrait());
  const form = page.filled('profile', { language: 'ja' });
  for (const name of ['company', 'role', 'id', 'companyId', 'passwordHash', '__proto__', 'constructor'])
    form.append(name, 'Administrator');
  await page.goes('/en/profile', { method: 'POST', body: form, headers: page.formHeaders() });
  const { language, ...rest } = await findUser(user.username);
  expect(language).toBe('ja');
  expect({ ...rest, language: 'en' }).toEqual(user);
});

test('reads the first of a repeated field', async () => {
  const [page, user] = await newSignedInPerson(portrait());
  const form = page.filled('profile', { language: 'ja' });
  form.append('language', 'ru');
  await page.goes('/en/profile', { method: 'POST', body: form, headers: page.formHeaders() });
  expect(await findUser(user.username)).toMatchObject({ language: 'ja' });
});

test('accepts a form that is sent twice at once', async () => {
  const [page, user] = await newSignedInPerson(portrait());
  const form = page.filled('profile', { language: 'zh' });
  const send = () => page.fetches('/en/profile', { method: 'POST', body: form, headers: page.formHeaders() });
  const statuses = (await Promise.all([send(), send()])).map(({ status }) => status);
  expect(statuses).toEqual([303, 303]);
  expect(await findUser(user.username)).toMatchObject({ language: 'zh' });
});

test('never says that nothing changed to the second of two equal forms', async () => {
  const [page] = await newSignedInPerson(portrait());
  const form = page.filled('profile', { language: 'de' });
  await page.goes('/en/profile', { method: 'POST', body: form, headers: page.formHeaders() });
  const first = page.notice;
  await page.goes('/de/profile', { method: 'POST', body: form, headers: page.formHeaders() });
  expect([first, page.notice]).toEqual(['Ihre Änderungen wurden gespeichert.', 'Ihre Änderungen wurden gespeichert.']);
});

test('says that nothing changed, and records nothing', async () => {
  const [page, user] = await newSignedInPerson(portrait());
  const before = await eventTypes(user.id);
  await page.submits('profile', { currentPassword: 'filled in by a password manager' });
  expect([page.statuses, page.notice]).toEqual([[303, 200], 'There were no changes to save.']);
  expect(await eventTypes(user.id)).toEqual(before);
});

test('asks to log in when the session has ended, and returns to the page', async () => {
  const [page, user] = await newSignedInPerson(portrait());
  await page.jar.removeAllCookies();
  await page.submits('profile', { language: 'ru' });
  expect(page.path).toBe('/en/sign-in?next=%2Fen%2Fprofile');
  expect(await findUser(user.username)).toMatchObject({ language: 'en' });
});

test('restores what was typed after signing in again, for that user only', async () => {
  const [page, user] = await newSignedInPerson(portrait());
  const other = await newPerson();
  await page.jar.removeAllCookies();
  await page.submits('profile', { username: `new-${user.username}`, language: 'ru', currentPassword: PASSWORD });
  expect(page.path).toBe('/en/sign-in?next=%2Fen%2Fprofile');
  expect(await page.jar.getCookieString(page.url)).not.toMatch(/@|%40|ru"|example/);
  const elsewhere = Object.assign(new Browser(portrait().url), { jar: await page.jar.clone() });
  await (await elsewhere.opens('/en/sign-in')).submits('sign-in', { username: other.username, password: PASSWORD });
  expect([elsewhere.value('username'), elsewhere.value('language')]).toEqual([other.username, 'en']);
  await page.submits('sign-in', { username: user.username, password: PASSWORD });
  expect([page.path, page.value('username'), page.value('language'), page.value('currentPassword')]).toEqual([
    '/en/profile',
    `new-${user.username}`,
    'ru',
    '',
  ]);
  expect(page.text('main')).toContain("isn't saved yet.");
  await page.submits('profile', { currentPassword: PASSWORD });
  expect(page.path).toBe('/ru/profile');
  expect(await findUser(`new-${user.username}`)).toMatchObject({ language: 'ru' });
  expect((await page.reloads()).document.querySelector('main .alert-info')).toBeNull();
});

test('shows names as text, never as markup', async () => {
  const company = '<img src=x onerror=alert(1)>"\'&';
  const [page] = await newSignedInPerson(portrait(), { company });
  expect(page.text('dl')).toContain(company);
  expect(page.document.querySelector('[onerror]')).toBeNull();
});
