import { findUser, PASSWORD } from '../support/people';
import { newPerson, newSignedInPerson, picture } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();

test('a changed language changes the whole interface at once, with a notice that is shown once', async () => {
  const [page] = await newSignedInPerson(portrait());
  await page.submits('profile', { language: 'de' });
  expect(page.statuses).toEqual([303, 200]);
  expect(page.path).toBe('/de/profile');
  expect(page.document.documentElement.lang).toBe('de');
  expect(page.notice).toBeTruthy();
  expect((await page.reloads()).notice).toBeUndefined();
});

test('no link can make a notice appear', async () => {
  const [page] = await newSignedInPerson(portrait());
  for (const query of ['?notice=profile.notices.saved', '?portrait-notice=profile.notices.saved', '?saved'])
    expect((await page.opens(`/en/profile${query}`)).notice).toBeUndefined();
});

test('a new username needs the current password, and what was typed is kept without it', async () => {
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

test('a username that somebody else has in another case is refused', async () => {
  const other = await newPerson();
  const [page] = await newSignedInPerson(portrait());
  const username = other.username.toUpperCase();
  await page.submits('profile', { username, currentPassword: PASSWORD });
  expect(page.alert).toBe('That username is taken. Try another.');
  expect([page.fieldAtFault, page.value('username')]).toEqual(['username', username]);
  expect(page.html).not.toContain(PASSWORD);
});

test('two windows do not undo each other', async () => {
  const [one, user] = await newSignedInPerson(portrait());
  const other = await Object.assign(Object.create(Object.getPrototypeOf(one)), one).opens('/en/profile');
  await other.submits('profile', { language: 'es' });
  await one.submits('profile', { avatar: await picture() });
  expect(await findUser(user.username)).toMatchObject({ language: 'es', avatarVersion: expect.any(String) });
});

test('company, role and whatever else a form smuggles in is not read', async () => {
  const [page, user] = await newSignedInPerson(portrait());
  const form = page.filled('profile', { language: 'ja' });
  for (const name of ['company', 'role', 'id', 'companyId', 'passwordHash', '__proto__', 'constructor'])
    form.append(name, 'Administrator');
  await page.goes('/en/profile', { method: 'POST', body: form, headers: page.formHeaders() });
  const { language, ...rest } = await findUser(user.username);
  expect(language).toBe('ja');
  expect({ ...rest, language: 'en' }).toEqual(user);
});

test('of a repeated field the first counts', async () => {
  const [page, user] = await newSignedInPerson(portrait());
  const form = page.filled('profile', { language: 'ja' });
  form.append('language', 'ru');
  await page.goes('/en/profile', { method: 'POST', body: form, headers: page.formHeaders() });
  expect(await findUser(user.username)).toMatchObject({ language: 'ja' });
});

test('a form sent twice changes once and fails never', async () => {
  const [page, user] = await newSignedInPerson(portrait());
  const form = page.filled('profile', { language: 'zh' });
  const send = () => page.fetches('/en/profile', { method: 'POST', body: form, headers: page.formHeaders() });
  const statuses = (await Promise.all([send(), send()])).map(({ status }) => status);
  expect(statuses).toEqual([303, 303]);
  expect(await findUser(user.username)).toMatchObject({ language: 'zh' });
});

test('a page left open until the session ended leads to sign in, and from there back', async () => {
  const [page, user] = await newSignedInPerson(portrait());
  await page.jar.removeAllCookies();
  await page.submits('profile', { language: 'ru' });
  expect(page.path).toBe('/en/sign-in?next=%2Fen%2Fprofile');
  expect(await findUser(user.username)).toMatchObject({ language: 'en' });
});

test('what a person may choose for a name is shown as text, never as markup', async () => {
  const company = '<img src=x onerror=alert(1)>"\'&';
  const [page] = await newSignedInPerson(portrait(), { company });
  expect(page.text('dl')).toContain(company);
  expect(page.document.querySelector('[onerror]')).toBeNull();
});
