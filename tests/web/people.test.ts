import { eq } from 'drizzle-orm';
import { db } from '../../db';
import { sessions, users } from '../../db/schema';
import { setUser } from '../../lib/people';
import { BY_COMMAND_LINE } from '../../lib/people/act';
import type { Browser } from '../support/browser';
import { createPerson, endUserSessions, findUser, PASSWORD, signInAs } from '../support/people';
import { enableTwoFactorOf, newPerson, newSignedInPerson, signIn } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();

/** Logs an administrator in, and confirms their password unless `confirms` is false. */
async function administrator({ confirms = true } = {}) {
  const [page, user] = await newSignedInPerson(portrait(), { administrator: true, company: 'Headquarters' });
  if (confirms) {
    await page.opens('/en/confirm');
    await page.submits('confirm', { currentPassword: PASSWORD });
  }
  return [page, user] as const;
}

/** Posts the form of the download, which has no action of React's. */
function downloads(page: Browser): Promise<Response> {
  const body = new FormData();
  body.set('file', 'csv');
  return page.fetches('/en/people/import/passwords', { method: 'POST', body, headers: page.formHeaders() });
}

const hrefs = (page: Browser) => [...page.document.querySelectorAll('main a')].map((link) => link.getAttribute('href'));

describe('a user who is not an administrator', () => {
  test.each(['/en/people', '/en/people/new', '/en/people/import', '/en/people/ID', '/en/people?company=Acme'])(
    'gets 404 from %s, as from any unknown address, and no link to it',
    async (path) => {
      const [page, user] = await newSignedInPerson(portrait());
      await page.opens('/en/nothing-here');
      const nothing = page.text('main');
      await page.opens(path.replace('ID', user.id));
      expect([page.status, page.text('main')]).toEqual([404, nothing]);
      expect(page.html).not.toMatch(/"[^"]*\/people[/"]|person-/);
      expect((await page.opens('/en/profile')).html).not.toMatch(/\/people|People/);
    },
  );

  test('logs in first', async () => {
    const [page] = await newSignedInPerson(portrait());
    await page.jar.removeAllCookies();
    expect((await page.opens('/en/people?q=a')).path).toBe('/en/sign-in?next=%2Fen%2Fpeople%3Fq%3Da');
  });

  test.each(['person-disable', 'person', 'person-delete', 'person-reset-password'])(
    'gets 404 from the form %s, opened before they were demoted',
    async (form) => {
      const [page, admin] = await administrator();
      const person = await newPerson();
      await page.opens(`/en/people/${person.id}`);
      await db().update(users).set({ administrator: false }).where(eq(users.id, admin.id));
      await page.submits(form, form === 'person-delete' ? { username: person.username } : {});
      expect(page.status).toBe(404);
      expect(await findUser(person.username)).toEqual(person);
    },
  );

  test('gets no one-time passwords', async () => {
    const [page] = await newSignedInPerson(portrait());
    expect((await downloads(page)).status).toBe(404);
  });
});

test('promotion and demotion count at the next request', async () => {
  const [page, user] = await newSignedInPerson(portrait());
  const other = await newPerson({ administrator: true });
  await setUser(user, BY_COMMAND_LINE, { administrator: true });
  expect((await page.opens('/en/people')).status).toBe(200);
  expect(hrefs(page)).toContain(`/en/people/${other.id}`);
  expect((await page.opens('/en/profile')).html).not.toContain('Only an administrator can change these.');
  await setUser(user, BY_COMMAND_LINE, { administrator: false });
  expect((await page.opens('/en/people')).status).toBe(404);
});

test('an act asks for a confirmation first, and what was typed is still there afterwards', async () => {
  const [page] = await administrator({ confirms: false });
  const person = await newPerson();
  const path = `/en/people/${person.id}`;
  await page.opens(path);
  await page.submits('person', { role: 'Captain', administrator: true });
  expect(page.path).toBe(`/en/confirm?next=${encodeURIComponent(path)}`);
  expect(await findUser(person.username)).toEqual(person);
  await page.submits('confirm', { currentPassword: PASSWORD });
  expect([page.path, page.value('role')]).toEqual([path, 'Captain']);
  await page.submits('person');
  expect([page.path, page.notice]).toEqual([path, 'Your changes have been saved.']);
  expect(await findUser(person.username)).toMatchObject({ role: 'Captain', administrator: true });
});

test('what was typed is still there if the session ended meanwhile', async () => {
  const [page, admin] = await administrator();
  await page.opens('/en/people/new');
  await endUserSessions(admin.username);
  await page.submits('person-create', { username: 'lost@example.com', company: 'Kept' });
  await page.submits('sign-in', { username: admin.username, password: PASSWORD });
  expect([page.path, page.value('username'), page.value('company')]).toEqual([
    '/en/people/new',
    'lost@example.com',
    'Kept',
  ]);
});

test('saving one field keeps what another window saved, and nothing changed is said', async () => {
  const [page] = await administrator();
  const person = await newPerson();
  await page.opens(`/en/people/${person.id}`);
  await setUser(person, BY_COMMAND_LINE, { company: 'Elsewhere', administrator: true });
  await page.submits('person', { role: 'Chief' });
  expect(await findUser(person.username)).toMatchObject({ company: 'Elsewhere', role: 'Chief', administrator: true });
  await page.submits('person');
  expect(page.notice).toBe('There were no changes to save.');
  await page.submits('person', { company: ' ' });
  expect([page.fieldAtFault, page.value('company')]).toEqual(['company', ' ']);
});

test('a new person gets a one-time password that is shown once, and leads to a password of their own', async () => {
  const [page] = await administrator();
  await page.opens('/en/people/new');
  await page.submits('person-create', { username: 'nobody' });
  expect([page.fieldAtFault, page.value('username')]).toEqual(['username', 'nobody']);
  await page.submits('person-create', {
    username: 'newcomer@example.com',
    company: 'Acme',
    role: 'Pilot',
    language: 'de',
  });
  const { id } = await findUser('newcomer@example.com');
  expect([page.statuses, page.path]).toEqual([[303, 200], `/en/people/${id}`]);
  expect(page.notice).toMatch(/^The account has been created/);
  const password = page.text('output#one-time-password') ?? '';
  expect((await page.reloads()).text('output#one-time-password')).toBeUndefined();
  const theirs = await signIn(portrait(), 'newcomer@example.com', password);
  expect(theirs.path).toBe('/de/profile');
  expect(theirs.document.getElementById('password')).toBeTruthy();
});

test('a one-time password is still there after the page with it was lost on the way', async () => {
  const [page] = await administrator();
  const person = await newPerson();
  await page.opens(`/en/people/${person.id}`);
  const body = page.filled('person-reset-password', {});
  await page.fetches(page.path, { method: 'POST', body, headers: page.formHeaders() });
  const cookie = await page.jar.getCookieString(page.url);
  const lost = await (await fetch(page.url, { headers: { cookie } })).text();
  await page.reloads();
  const password = page.text('output#one-time-password') ?? '';
  expect(lost).toContain(`>${password}</output>`);
  expect(await signInAs(person, password)).toEqual(expect.any(String));
  expect((await page.reloads()).text('output#one-time-password')).toBeUndefined();
});

test('each act says what happened, and shows in the activity of both', async () => {
  const [page, admin] = await administrator();
  const person = await newPerson();
  await enableTwoFactorOf(person); // also logs them in
  const path = `/en/people/${person.id}`;
  await page.opens(path);
  await page.submits('person-end-sessions');
  expect([page.path, page.notice]).toEqual([path, 'All sessions have been ended.']);
  await page.submits('person-reset-two-factor');
  expect(page.notice).toBe('Two-factor authentication has been reset.');
  expect(page.document.getElementById('person-reset-two-factor')).toBeNull();
  await page.submits('person-disable');
  expect(page.notice).toBe('The account has been disabled.');
  expect(page.document.getElementById('person-disable')).toBeNull();
  await page.submits('person-enable');
  expect(page.notice).toBe('The account can be used again.');
  await page.submits('person-reset-password');
  const password = page.text('output#one-time-password') ?? '';
  expect(await signInAs(person, password)).toEqual(expect.any(String));
  expect(page.text('#activity')).toMatch(new RegExp(`Account disabled.*by ${admin.username}`, 'is'));
  expect(page.document.querySelector('a[href*="not-me"]')).toBeNull();
  await page.opens('/en/activity');
  for (const text of ['Sessions ended', 'Account disabled', 'Password reset'])
    expect(page.text('main')).toContain(text);
  await page.opens(`/en/people/${admin.id}`);
  expect(page.status).toBe(200);
});

test('deleting asks for the username', async () => {
  const [page] = await administrator();
  const person = await newPerson();
  await page.opens(`/en/people/${person.id}`);
  expect((await page.submits('person-delete')).fieldAtFault).toBe('username');
  await page.submits('person-delete', { username: 'somebody@example.com' });
  expect([page.fieldAtFault, page.value('username')]).toEqual(['username', 'somebody@example.com']);
  await page.submits('person-delete', { username: person.username.toUpperCase() });
  expect([page.path, page.notice]).toEqual(['/en/people', 'The account has been deleted.']);
  expect((await page.opens(`/en/people/${person.id}`)).status).toBe(404);
});

test('the list is searched, filtered and turned, and an empty one says what to do', async () => {
  const [page] = await administrator();
  const person = await createPerson('zzsearched', { company: 'Zz & Sons', role: 'Zzrole' });
  for (const q of ['ZZSEARCHED@', 'zz & s', 'zzr']) {
    await page.opens('/en/people');
    const query = new URLSearchParams([...page.filled('people-search', { q })] as [string, string][]);
    await page.opens(`/en/people?${query}`);
    expect(hrefs(page)).toContain(`/en/people/${person.id}`);
    expect(page.value('q')).toBe(q);
  }
  await page.opens('/en/people?q=zzsearched&state=disabled');
  expect(page.text('main')).toContain('No one found.');
  for (let n = 0; n < 51; n += 1) await createPerson(`zzmany${n}`, { company: 'Zzmany' });
  await page.opens('/en/people?company=Zzmany');
  const next = page.document.querySelector('a[rel=next]')?.getAttribute('href') ?? '';
  await page.opens(next);
  expect(hrefs(page).filter((href) => /people\/[\w-]{36}$/.test(href ?? ''))).toHaveLength(1);
});

test('a company is renamed on its page', async () => {
  const [page] = await administrator();
  const person = await createPerson('renamed', { company: 'Old & Co' });
  await page.opens('/en/people?company=Old+%26+Co');
  expect((await page.submits('company-rename', { name: '' })).fieldAtFault).toBe('name');
  await page.submits('company-rename', { name: 'New & Co' });
  expect([page.path, page.notice]).toEqual(['/en/people', 'The company has been renamed.']);
  expect((await findUser(person.username)).company).toBe('New & Co');
});

test('a file is reviewed, then imported, and its one-time passwords are downloaded once', async () => {
  const [page, { id }] = await administrator();
  await page.opens('/en/people/import');
  expect((await page.submits('people-import')).fieldAtFault).toBe('file');
  const content = 'username;company\r\nimported1@example.com;"Imp; Inc"\r\nwrong;Imp\r\nimported2@example.com;Imp\r\n';
  await page.submits('people-import', { file: new File([content], 'list.csv', { type: 'text/csv' }) });
  expect(page.text('main')).toMatch(/New accounts: 2.*Rows with mistakes, skipped: 1.*must be an email address/s);
  expect(await db().select().from(users).where(eq(users.usernameKey, 'imported1@example.com'))).toEqual([]);
  await page.submits('people-import-confirm');
  expect([page.path, page.notice]).toEqual(['/en/people', 'The list has been imported.']);
  expect(await findUser('imported1@example.com')).toMatchObject({ company: 'Imp; Inc' });
  expect(await (await downloads(page)).text()).toMatch(
    /^username,one-time password\r\nimported1@example.com,[a-z0-9-]+\r\nimported2@/,
  );
  expect(await (await downloads(page)).text()).toBe('username,one-time password\r\n');
  expect((await page.opens(`/en/people/${id}`)).status).toBe(200);
});

test('one-time passwords are downloaded only after a confirmation, which leads back to them', async () => {
  const [page, { id }] = await administrator();
  const person = await newPerson();
  await page.opens(`/en/people/${person.id}`);
  await page.submits('person-reset-password');
  await db().update(sessions).set({ confirmedAt: null }).where(eq(sessions.userId, id));
  const response = await downloads(page);
  expect([response.status, response.headers.get('location')]).toEqual([303, '/en/confirm?next=%2Fen%2Fpeople']);
  await page.opens('/en/confirm?next=%2Fen%2Fpeople');
  await page.submits('confirm', { currentPassword: PASSWORD });
  expect(page.document.querySelector('#people-passwords')).not.toBeNull();
  expect(await (await downloads(page)).text()).toContain(person.username);
});

test('a start without an administrator says so in one line', async () => {
  await db().update(users).set({ administrator: false });
  await portrait().killAndRestart();
  expect(portrait().lines.at(-1)).toMatch(/^No account may administer people .*--administrator yes$/);
});
