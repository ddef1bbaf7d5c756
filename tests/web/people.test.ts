import { setUser } from '../../lib/people';
import { BY_COMMAND_LINE } from '../../lib/people/act';
import { newAdministrator } from '../support/administrator';
import { endUserSessions, findUser, PASSWORD, signInAs } from '../support/people';
import { enableTwoFactorOf, newPerson, recordSignIns, signIn } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();

test('an act asks for a confirmation first, and what was typed is still there afterwards', async () => {
  const [page] = await newAdministrator(portrait(), { confirms: false });
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

test('what was typed before a confirmation is gone once it is saved', async () => {
  const [page] = await newAdministrator(portrait(), { confirms: false });
  const person = await newPerson();
  await page.opens(`/en/people/${person.id}`);
  await page.submits('person', { role: 'Captain' });
  await page.submits('confirm', { currentPassword: PASSWORD });
  await page.submits('person');
  await setUser({ id: person.id }, BY_COMMAND_LINE, { role: 'Pilot' });
  expect((await page.reloads()).value('role')).toBe('Pilot');
});

test('what was typed is still there if the session ended meanwhile', async () => {
  const [page, admin] = await newAdministrator(portrait());
  await page.opens('/en/people/new');
  await endUserSessions(admin.username);
  const typed = { username: 'lost@example.com', company: 'Kept', role: 'Pilot', language: 'ja' };
  await page.submits('person-create', typed);
  await page.submits('sign-in', { username: admin.username, password: PASSWORD });
  expect(page.path).toBe('/en/people/new');
  for (const [name, value] of Object.entries(typed)) expect([name, page.value(name)]).toEqual([name, value]);
});

test.each([
  ['sign-out', '/en/profile'],
  ['application-sign-out', '/en/applications/sign-out'],
])('what was typed leaves the browser with %s', async (form, path) => {
  const [page] = await newAdministrator(portrait(), { confirms: false });
  await page.opens(`/en/people/${(await newPerson()).id}`);
  await page.submits('person', { role: 'Captain' });
  expect(await page.jar.getCookieString(page.url)).toContain('portrait-typed');
  await page.opens(path);
  await page.submits(form);
  expect(page.path).toBe('/en/sign-in');
  expect(await page.jar.getCookieString(page.url)).not.toContain('portrait-typed');
});

test('what was typed is not kept if it is longer than browsers keep', async () => {
  const [page] = await newAdministrator(portrait(), { confirms: false });
  await page.opens('/en/people/new');
  await page.submits('person-create', { username: 'long@example.com', role: 'x'.repeat(4000) });
  expect(page.path).toBe('/en/confirm?next=%2Fen%2Fpeople%2Fnew');
  expect(await page.jar.getCookieString(page.url)).not.toContain('portrait-typed');
});

test('what was typed is not shown to whoever logs in next', async () => {
  const [page, admin] = await newAdministrator(portrait());
  const other = await newPerson({ administrator: true });
  await page.opens('/en/people/new');
  await endUserSessions(admin.username);
  await page.submits('person-create', { username: 'lost@example.com', company: 'Kept' });
  await page.submits('sign-in', { username: other.username, password: PASSWORD });
  expect([page.path, page.value('username')]).toEqual(['/en/people/new', '']);
});

test('saving one field keeps what another window saved, and nothing changed is said', async () => {
  const [page] = await newAdministrator(portrait());
  const person = await newPerson();
  await page.opens(`/en/people/${person.id}`);
  await setUser(person, BY_COMMAND_LINE, { company: 'Elsewhere', administrator: true });
  await page.submits('person', { role: 'Chief' });
  expect(await findUser(person.username)).toMatchObject({ company: 'Elsewhere', role: 'Chief', administrator: true });
  await page.submits('person');
  expect(page.notice).toBe('There were no changes to save.');
  await page.submits('person', { company: ' ', language: 'ja', administrator: false });
  expect([page.fieldAtFault, page.value('company'), page.value('language')]).toEqual(['company', ' ', 'ja']);
  expect(page.document.querySelector<HTMLInputElement>('[name=administrator]')?.checked).toBe(false);
});

test('a new person gets a one-time password that is shown once, and leads to a password of their own', async () => {
  const [page] = await newAdministrator(portrait());
  await page.opens('/en/people/new');
  const proposed = ['company', 'role', 'language'].map((name) => page.value(name));
  expect(proposed).toEqual(['Headquarters', 'Member', 'en']);
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
  const [page] = await newAdministrator(portrait());
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
  const [page, admin] = await newAdministrator(portrait());
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
});

test("a page shows the second factor and the last visit, and less about the administrator's own account", async () => {
  const [page, admin] = await newAdministrator(portrait());
  const person = await newPerson();
  await page.opens(`/en/people/${person.id}`);
  expect(page.document.title).toBe(`${person.username} · Portrait`);
  expect(page.text('main')).toMatch(/Two-factor authentication off.*Hasn't logged in yet/);
  await enableTwoFactorOf(person); // also logs them in
  for (const path of [`/en/people/${person.id}`, `/en/people?q=${person.username}`])
    expect((await page.opens(path)).text('main')).toMatch(/Two-factor authentication on.*Last seen/);
  await page.opens(`/en/people/${admin.id}`);
  expect(page.text('main')).toContain('This is your own account.');
  for (const act of ['person-reset-password', 'person-reset-two-factor'])
    expect(page.document.getElementById(act)).toBeNull();
});

test('a person is shown with their older events', async () => {
  const [page] = await newAdministrator(portrait());
  const person = await newPerson();
  await recordSignIns(person.id, 14);
  await page.opens(`/en/people/${person.id}`);
  const events = () => page.document.querySelectorAll('#activity ol > li').length;
  const first = events();
  const older = page.document.querySelector('#activity a[rel=next]')?.getAttribute('href') ?? '';
  expect(older).toMatch(/#activity$/);
  await page.opens(older);
  expect([first, events(), page.document.querySelector('#activity a[rel=next]')]).toEqual([10, 5, null]);
});

test('deleting asks for the username', async () => {
  const [page] = await newAdministrator(portrait());
  const person = await newPerson();
  await page.opens(`/en/people/${person.id}`);
  expect((await page.submits('person-delete')).fieldAtFault).toBe('username');
  await page.submits('person-delete', { username: 'somebody@example.com' });
  expect([page.fieldAtFault, page.value('username')]).toEqual(['username', 'somebody@example.com']);
  await page.submits('person-delete', { username: person.username.toUpperCase() });
  expect([page.path, page.notice]).toEqual(['/en/people', 'The account has been deleted.']);
  expect((await page.opens(`/en/people/${person.id}`)).status).toBe(404);
});
