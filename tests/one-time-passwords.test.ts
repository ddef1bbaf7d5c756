import { hasAdministrator } from '../db/users';
import { isNewcomer } from '../lib/password';
import { resetPassword } from '../lib/people';
import { createUser } from '../lib/people/create';
import { continueImport, startImport } from '../lib/people/import';
import { viewAllShownPasswords, viewShownPassword } from '../lib/people/shown-password';
import { useDatabase } from './support/database';
import { CLIENT, changeUser, createPerson, createSession, findUser, signInAs } from './support/people';
import { advanceClock, freezeClock } from './support/two-factor';

useDatabase();
freezeClock();

const BOB = { username: 'bob@example.com', company: 'Acme' };

async function administrator() {
  const session = await createSession(await createPerson('ada', { administrator: true }));
  return { session, client: CLIENT };
}

test('someone whose account begins with a one-time password is a newcomer, someone whose password was reset is not', async () => {
  const ada = await administrator();
  await createUser(BOB, ada);
  expect(await isNewcomer(await findUser(BOB.username))).toBe(true);
  await resetPassword(BOB, ada);
  expect(await isNewcomer(await findUser(BOB.username))).toBe(false);
  expect(await isNewcomer(ada.session.user)).toBe(false);
});

test('each reset shows its password for a minute, also of someone who was just imported', async () => {
  const ada = await administrator();
  const started = await startImport(ada.session, new File([`${BOB.username},Acme`], 'people.csv'));
  await continueImport(ada, started.ok ? started.id : '', 60_000);
  const { id } = await findUser(BOB.username);
  for (let reset = 0; reset < 2; reset++) {
    advanceClock(50_000);
    const outcome = await resetPassword({ id }, ada);
    expect(await viewShownPassword(ada.session, id)).toBe(outcome.ok && outcome.oneTimePassword);
  }
  advanceClock(59_000);
  expect(await viewShownPassword(ada.session, id)).toBeDefined();
  advanceClock(1000);
  expect(await viewShownPassword(ada.session, id)).toBeUndefined();
});

test('a form that creates a person and is sent twice creates one, until they have logged in', async () => {
  const ada = await administrator();
  const created = await createUser(BOB, ada);
  expect(created).toMatchObject({ ok: true });
  expect(await createUser(BOB, ada)).toEqual({ ok: true, id: created.ok && created.id, username: BOB.username });
  const { id } = await findUser(BOB.username);
  await signInAs(BOB, (await viewShownPassword(ada.session, id)) ?? '');
  expect(await createUser(BOB, ada)).toMatchObject({ ok: false, error: 'profile.errors.usernameTaken' });
});

test("a disabled administrator doesn't count as one", async () => {
  const { session } = await administrator();
  expect(await hasAdministrator()).toBe(true);
  await changeUser(session.user, { disabledAt: 1 });
  expect(await hasAdministrator()).toBe(false);
});

test('downloading the passwords of an import leaves the one that a page shows', async () => {
  const ada = await administrator();
  const started = await startImport(ada.session, new File([`${BOB.username},Acme`], 'people.csv'));
  await continueImport(ada, started.ok ? started.id : '', 60_000);
  const { id } = await createPerson('carol');
  const reset = await resetPassword({ id }, ada);
  expect((await viewAllShownPasswords(ada.session)).map(([username]) => username)).toEqual([BOB.username]);
  expect(await viewShownPassword(ada.session, id)).toBe(reset.ok && reset.oneTimePassword);
});
