import { eq } from 'drizzle-orm';
import { db } from '../../db';
import { users } from '../../db/schema';
import { setUser } from '../../lib/people';
import { BY_COMMAND_LINE } from '../../lib/people/act';
import { downloadsPasswords, hrefsOn, newAdministrator } from '../support/administrator';
import { deleteUser, findUser } from '../support/people';
import { newPerson, newSignedInPerson } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();

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

  test.each([
    ['person-disable', 'people/ID'],
    ['person', 'people/ID'],
    ['person-delete', 'people/ID'],
    ['person-reset-password', 'people/ID'],
    ['person-create', 'people/new'],
    ['company-rename', 'people?company=Acme'],
    ['people-import', 'people/import'],
  ])('gets 404 from the form %s, opened before they were demoted', async (form, path) => {
    const [page, admin] = await newAdministrator(portrait());
    const person = await newPerson();
    await page.opens(`/en/${path.replace('ID', person.id)}`);
    await db().update(users).set({ administrator: false }).where(eq(users.id, admin.id));
    const file = new File(['new@example.com,Acme'], 'people.csv');
    await page.submits(form, form === 'people-import' ? { file } : {});
    expect(page.status).toBe(404);
    expect(await findUser(person.username)).toEqual(person);
  });

  test('gets no one-time passwords', async () => {
    const [page] = await newSignedInPerson(portrait());
    expect((await downloadsPasswords(page)).status).toBe(404);
  });
});

test('promotion and demotion count at the next request', async () => {
  const [page, user] = await newSignedInPerson(portrait());
  const other = await newPerson({ administrator: true });
  await setUser(user, BY_COMMAND_LINE, { administrator: true });
  expect((await page.opens('/en/people')).status).toBe(200);
  expect(hrefsOn(page)).toContain(`/en/people/${other.id}`);
  expect((await page.opens('/en/profile')).html).not.toContain('Only an administrator can change these.');
  expect(hrefsOn(page)).toContain(`/en/people/${user.id}`);
  await setUser(user, BY_COMMAND_LINE, { administrator: false });
  expect((await page.opens('/en/people')).status).toBe(404);
});

test('an administrator who gives up their own right is led to their profile', async () => {
  const [page, { id, username }] = await newAdministrator(portrait());
  await page.opens(`/en/people/${id}`);
  await page.submits('person', { administrator: false });
  expect([page.path, page.notice]).toEqual(['/en/profile', 'Your changes have been saved.']);
  expect((await findUser(username)).administrator).toBe(false);
});

test.each(['person', 'person-disable', 'person-reset-password'])(
  'the form %s of a person who was deleted meanwhile leads to the list, which says so',
  async (form) => {
    const [page] = await newAdministrator(portrait());
    const person = await newPerson();
    await page.opens(`/en/people/${person.id}`);
    await deleteUser(person.username);
    await page.submits(form, form === 'person' ? { role: 'Chief' } : {});
    expect([page.statuses, page.path]).toEqual([[303, 200], '/en/people']);
    expect(page.alert).toBe('This account no longer exists.');
  },
);

test('a start without an administrator says so in one line', async () => {
  await db().update(users).set({ administrator: false });
  await portrait().killAndRestart();
  expect(portrait().lines.at(-1)).toMatch(/^No account may administer people .*--administrator yes$/);
});
