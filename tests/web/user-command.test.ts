import { eq } from 'drizzle-orm';
import { db } from '../../db';
import { users } from '../../db/schema';
import { findActiveSession } from '../../lib/sessions';
import { signIn } from '../../lib/sign-in';
import { command, waitForExit } from '../support/command';
import { newDatabase, useDatabase } from '../support/database';
import { CLIENT, createPerson, createSession, findUser, PASSWORD, signInAs } from '../support/people';
import { enableTwoFactor, freezeClock } from '../support/two-factor';

const database = useDatabase();
freezeClock();

const run = (args: string[], input = '') => waitForExit(command('user', args, database().url, { input }));

async function prints(...args: string[]): Promise<string> {
  const { code, out, err } = await run(args);
  expect([code, err]).toEqual([0, '']);
  return out;
}

const CREATE = ['create', '--username', 'ada@example.com', '--company', 'Acme'];
const ADA = 'ada@example.com';

const canSignIn = async (username: string, password: string) => (await signIn({ username, password }, CLIENT)).ok;

const oneTimePasswordIn = (out: string) => /^One-time password.*: (\S+)$/m.exec(out)?.[1] ?? '';

test.each(['\n', '\r\n', ''])('create takes a password from standard input, without its line end %j', async (end) => {
  const out = await run([...CREATE, '--password-stdin'], ` ${PASSWORD} ${end}`);
  expect(out).toEqual({ code: 0, out: `Created ${ADA}.\n`, err: '' });
  expect([await canSignIn(ADA, ` ${PASSWORD} `), await canSignIn(ADA, PASSWORD)]).toEqual([true, false]);
  expect(await findUser(ADA)).toMatchObject({ role: 'Member', language: 'en', passwordMustChange: false });
});

test('create prints a one-time password that must be changed', async () => {
  const out = await prints(...CREATE, '--role', 'Chief', '--language', 'ja');
  const session = await createSession({ username: ADA }, oneTimePasswordIn(out));
  expect(session.user).toMatchObject({ company: 'Acme', role: 'Chief', language: 'ja', passwordMustChange: true });
});

test('list shows who is enabled and who is disabled', async () => {
  await createPerson('carol', { company: 'Other', role: 'Chief', language: 'de' });
  await createPerson('bob');
  await prints('disable', 'bob@example.com');
  expect(await prints('list')).toBe(
    'bob@example.com\tAcme\tEngineer\ten\tdisabled\ncarol@example.com\tOther\tChief\tde\tenabled\n',
  );
});

test('list --json shows the documented fields, and no secret', async () => {
  const { session } = await enableTwoFactor();
  expect(JSON.parse(await prints('list', '--json'))).toEqual([
    {
      username: session.user.username,
      company: 'Acme',
      role: 'Engineer',
      language: 'en',
      administrator: false,
      disabled: false,
      createdAt: new Date(session.user.createdAt).toISOString(),
    },
  ]);
});

test.each([
  [['--company', 'Other'], { company: 'Other', role: 'Engineer' }],
  [['--role', 'Chief'], { company: 'Acme', role: 'Chief' }],
])('set %j changes nothing else', async (options, changed) => {
  const { username } = await createPerson('ada');
  expect(await prints('set', username, ...options)).toBe(`Changed ${username}.\n`);
  expect(await findUser(username)).toMatchObject(changed);
});

test('create and set say who is an administrator, and the last one stays', async () => {
  await prints(...CREATE, '--administrator');
  const { username } = await createPerson('bob');
  expect(await prints('set', username, '--administrator', 'yes')).toBe(`Changed ${username}.\n`);
  expect(await prints('set', username, '--administrator', 'yes')).toBe(`Nothing to change for ${username}.\n`);
  expect(await prints('list')).toMatch(/^ada@.*\tadministrator\nbob@.*\tadministrator\n$/);
  expect(await prints('set', ADA, '--administrator', 'no')).toBe(`Changed ${ADA}.\n`);
  expect(
    (JSON.parse(await prints('list', '--json')) as { administrator: boolean }[]).map((p) => p.administrator),
  ).toEqual([false, true]);
  for (const act of [
    ['set', username, '--administrator', 'no'],
    ['disable', username],
    ['delete', username],
  ])
    expect(await run(act)).toEqual({
      code: 1,
      out: '',
      err: expect.stringContaining('This is the last administrator.'),
    });
});

test('enable and disable say whether anything changed', async () => {
  const { username } = await createPerson('ada');
  const said = [];
  for (const name of ['enable', 'disable', 'disable', 'enable']) said.push(await prints(name, username));
  expect(said).toEqual([
    `${username} is already enabled.\n`,
    `Disabled ${username}.\n`,
    `${username} is already disabled.\n`,
    `Enabled ${username}.\n`,
  ]);
});

test('disable keeps a user out until enable', async () => {
  const { username } = await createPerson('ada');
  await prints('disable', username);
  expect(await canSignIn(username, PASSWORD)).toBe(false);
  await prints('enable', username);
  expect(await canSignIn(username, PASSWORD)).toBe(true);
});

test('reset-password prints the only password that still works, once', async () => {
  const ada = await createPerson('ada');
  const value = await signInAs(ada);
  const password = oneTimePasswordIn(await prints('reset-password', ada.username));
  expect(await findActiveSession(value)).toBeUndefined();
  expect(await canSignIn(ada.username, PASSWORD)).toBe(false);
  expect((await createSession(ada, password)).user.passwordMustChange).toBe(true);
});

test('reset-two-factor lets a user log in without a code', async () => {
  const { session } = await enableTwoFactor();
  const { username } = session.user;
  expect(await prints('reset-two-factor', username)).toBe(`Two-factor authentication of ${username} is off.\n`);
  expect(await signIn({ username, password: PASSWORD }, CLIENT)).toMatchObject({ ok: true, needsCode: false });
  expect(await db().query.recoveryCodes.findMany()).toEqual([]);
});

test("end-sessions ends a user's sessions and keeps those of others", async () => {
  const ada = await createPerson('ada');
  const values = [await signInAs(ada), await signInAs(ada)];
  const other = await signInAs(await createPerson('bob'));
  expect(await prints('end-sessions', ada.username)).toBe(`Ended every session of ${ada.username}.\n`);
  for (const value of values) expect(await findActiveSession(value)).toBeUndefined();
  expect(await findActiveSession(other)).toBeDefined();
});

const DEAD_MAIL = { SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'portrait@example.com' };
const runsWithMail = (...args: string[]) => waitForExit(command('user', args, database().url, { env: DEAD_MAIL }));

test('create --print prints a one-time password, although an invitation could be mailed', async () => {
  expect((await runsWithMail(...CREATE, '--print')).out).toMatch(
    /^Created ada@example\.com\.\nOne-time password: \S+\n$/,
  );
});

test('an invitation that cannot be mailed waits, and list says so', async () => {
  const created = await runsWithMail(...CREATE);
  expect(created).toMatchObject({ code: 0, err: '' });
  expect(created.out).toMatch(/^Created ada@example\.com\.\nThe invitation to ada@example\.com waits: .*ECONNREFUSED/);
  const [{ invitation }] = JSON.parse((await runsWithMail('list', '--json')).out);
  expect(invitation).toMatch(/^invitation waiting.*ECONNREFUSED/);
  expect((await runsWithMail('list')).out).toContain(`\t${invitation}\n`);
});

test('a command finds a user whose username an earlier release stored in another way', async () => {
  const { id, username } = await createPerson('ada');
  await db().update(users).set({ usernameKey: 'of-an-earlier-release' }).where(eq(users.id, id));
  expect(await prints('end-sessions', username)).toBe(`${username} had no session.\n`);
});

test('delete removes a user and all their data, and no one else', async () => {
  const bob = await createPerson('bob');
  await signInAs(bob);
  const { username, id } = (await enableTwoFactor()).session.user;
  const said = `Deleted ${username}. Earlier lines of the log name the account ${id}.\n`;
  expect(await prints('delete', username)).toBe(said);
  const { users, sessions, events, recoveryCodes } = db().query;
  expect(await users.findMany()).toEqual([expect.objectContaining({ username: bob.username })]);
  expect(await sessions.findMany()).toEqual([expect.objectContaining({ userId: bob.id })]);
  expect((await events.findMany()).filter(({ userId }) => userId !== bob.id)).toEqual([]);
  expect(await recoveryCodes.findMany()).toEqual([]);
  expect(await canSignIn(username, PASSWORD)).toBe(false);
});

test.each([
  ['create', ['--username', '--company', '--role', '--language', '--administrator', '--password-stdin']],
  ['list', ['--json']],
  ['set', ['--company', '--role', '--administrator', '<username>']],
  ...['disable', 'enable', 'reset-password', 'reset-two-factor', 'end-sessions', 'delete'].map(
    (name): [string, string[]] => [name, ['<username>']],
  ),
])('%s --help names its arguments and options', async (name, words) => {
  const out = await prints(name, '--help');
  for (const word of [`npm run user -- ${name}`, ...words]) expect(out).toContain(word);
});

test('--help needs no database and names every command', async () => {
  const nowhere = await newDatabase();
  const { code, out } = await waitForExit(command('user', ['--help'], nowhere.url));
  await nowhere.remove();
  expect(code).toBe(0);
  const names = [...out.matchAll(/^ {2}([a-z-]+) /gm)].map(([, name]) => name);
  expect(names).toEqual(expect.arrayContaining(['create', 'list', 'set', 'disable', 'enable', 'delete']));
});
