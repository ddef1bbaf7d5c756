import type { User } from '../db/users';
import { setClock } from '../lib/adapters/clock';
import { issueDeviceCookie } from '../lib/device-cookie';
import { refuse } from '../lib/outcome';
import { changePassword } from '../lib/password';
import { rateLimited, reauthLimits } from '../lib/rate-limit';
import { signIn } from '../lib/sign-in';
import { Unavailable } from '../lib/unavailable';
import { useDatabase } from './support/database';
import { recordedEvents } from './support/events';
import { CLIENT, createPerson, createSession, disableUser, PASSWORD } from './support/people';

useDatabase();

let time: number;
beforeEach(() => {
  time = Date.UTC(2026, 0, 1);
  setClock(() => time);
});

const WRONG = 'sign-in.errors.wrong';

async function tries(username: string, password: string, client = CLIENT): Promise<string> {
  const outcome = await signIn({ username, password }, client);
  return outcome.ok ? 'in' : outcome.error;
}

async function fails(username: string, times: number, client = CLIENT) {
  for (let time = 0; time < times; time++) expect(await tries(username, 'wrong', client)).toBe(WRONG);
}

/** An attempt of a logged-in user, whose password is looked at by `check`. */
const checks = (user: User, check: () => Promise<object | undefined>) =>
  rateLimited({
    limits: reauthLimits('password', user),
    user,
    client: CLIENT,
    check,
    refusal: () => refuse(WRONG),
    onFailure: () => [],
  });

test('after five failures even the right password waits for 30 seconds', async () => {
  const { username } = await createPerson('alice');
  await fails(username, 5);
  const outcome = await signIn({ username, password: PASSWORD }, CLIENT);
  expect(outcome).toMatchObject({ error: 'sign-in.errors.tooManySeconds', values: { seconds: 30 }, seconds: 30 });
  time += 30_000;
  expect(await tries(username, PASSWORD)).toBe('in');
});

test('the wait doubles with each failure, to one hour', async () => {
  const { username } = await createPerson('alice');
  await fails(username, 5);
  const waits = [];
  for (let failure = 0; failure < 9; failure++) {
    const outcome = await signIn({ username, password: PASSWORD }, CLIENT);
    const seconds = outcome.ok ? 0 : (outcome.seconds ?? 0);
    waits.push(seconds);
    time += seconds * 1000;
    expect(await tries(username, 'wrong')).toBe(WRONG);
  }
  expect(waits).toEqual([30, 60, 120, 240, 480, 960, 1920, 3600, 3600]);
});

test('a right password clears the count', async () => {
  const { username } = await createPerson('alice');
  for (let round = 0; round < 3; round++) {
    await fails(username, 4);
    expect(await tries(username, PASSWORD)).toBe('in');
  }
});

test('all spellings of a username are one count, and an unknown username waits like a known one', async () => {
  const { username } = await createPerson('alice');
  for (const name of [username, 'nobody@example.com']) {
    await fails(name, 2);
    await fails(` ${name.toUpperCase()} `, 3);
    expect(await tries(name, PASSWORD)).toBe('sign-in.errors.tooManySeconds');
  }
});

test("a stranger's failures do not lock the owner out of a browser that logged in before", async () => {
  const alice = await createPerson('alice');
  const bob = await createPerson('bob');
  await fails(alice.username, 5, { ...CLIENT, address: '203.0.113.9' });
  const owners = { ...CLIENT, deviceCookie: issueDeviceCookie(alice.id) };
  expect(await tries(alice.username, PASSWORD, owners)).toBe('in');
  for (const deviceCookie of [issueDeviceCookie(bob.id), 'forged.mark', ''])
    expect(await tries(alice.username, PASSWORD, { ...CLIENT, deviceCookie })).toBe('sign-in.errors.tooManySeconds');
});

test('a device cookie from before a rotation of the secret is still valid', async () => {
  const alice = await createPerson('alice');
  const owner = { ...CLIENT, deviceCookie: issueDeviceCookie(alice.id) };
  await fails(alice.username, 5, { ...CLIENT, address: '203.0.113.9' });
  const { AUTH_SECRET } = process.env;
  process.env.AUTH_SECRET = `${'n'.repeat(32)},${AUTH_SECRET}`;
  const outcome = await tries(alice.username, PASSWORD, owner);
  process.env.AUTH_SECRET = AUTH_SECRET;
  expect(outcome).toBe('in');
});

test('an address whose fiftieth attempt succeeds need not wait', async () => {
  const { username } = await createPerson('alice');
  for (let name = 0; name < 49; name++) await tries(`nobody${name}@example.com`, 'wrong');
  expect([await tries(username, PASSWORD), await tries(username, PASSWORD)]).toEqual(['in', 'in']);
});

test('a wait of more than two minutes is shown in minutes, rounded up', async () => {
  const { username } = await createPerson('alice');
  await fails(username, 5);
  for (const seconds of [30, 60, 120]) {
    time += seconds * 1000;
    await fails(username, 1);
  }
  time += 1000;
  const error = 'sign-in.errors.tooManyMinutes';
  expect(await signIn({ username, password: PASSWORD }, CLIENT)).toMatchObject({ error, values: { minutes: 4 } });
});

test("browsers in which a user has logged in don't get five attempts each", async () => {
  const alice = await createPerson('alice');
  let looked = 0;
  for (let browser = 0; browser < 20; browser++) {
    const marked = { ...CLIENT, deviceCookie: issueDeviceCookie(alice.id) };
    for (let time = 0; time < 5; time++) if ((await tries(alice.username, 'wrong', marked)) === WRONG) looked += 1;
  }
  expect(looked).toBe(50);
  expect(await tries(alice.username, PASSWORD)).toBe('in');
});

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
])('an address that fails fifty times waits: %s and %s are one', async (address, same) => {
  for (let name = 0; name < 50; name++) await tries(`nobody${name}@example.com`, 'wrong', { ...CLIENT, address });
  const { username } = await createPerson('alice');
  expect(await tries(username, PASSWORD, { ...CLIENT, address: same })).toBe('sign-in.errors.tooManySeconds');
  expect(await tries(username, PASSWORD, { ...CLIENT, address: '2001:db8:1:3::1' })).toBe('in');
});

test("attempts from a blocked address don't count against the account", async () => {
  for (let name = 0; name < 50; name++) await tries(`nobody${name}@example.com`, 'wrong');
  const { username } = await createPerson('alice');
  for (let time = 0; time < 9; time++) expect(await tries(username, PASSWORD)).toBe('sign-in.errors.tooManySeconds');
  expect(await tries(username, PASSWORD, { ...CLIENT, address: '203.0.113.9' })).toBe('in');
});

test("an attempt that a busy server didn't check doesn't count against the account", async () => {
  const user = await createPerson('alice');
  const busy = () => checks(user, () => Promise.reject(new Unavailable()));
  for (let time = 0; time < 9; time++) await expect(busy()).rejects.toThrow(Unavailable);
  expect(await checks(user, async () => ({}))).toEqual({ ok: true });
});

test.each(['x', `x.${'A'.repeat(42)}é`, 'x.', '.', `${'é'.repeat(43)}.${'é'.repeat(43)}`, '\0.\0', '🦊.🦊'])(
  'a device cookie %j reveals no usernames, and fails like any other',
  async (deviceCookie) => {
    const [alice, bob] = [await createPerson('alice'), await createPerson('bob')];
    await disableUser(bob.username);
    for (const username of [alice.username, bob.username, 'nobody@example.com'])
      expect(await tries(username, 'wrong', { ...CLIENT, deviceCookie })).toBe(WRONG);
    expect(await tries(alice.username, PASSWORD, { ...CLIENT, deviceCookie })).toBe('in');
  },
);

test('a check that throws counts and is answered as a failure', async () => {
  const user = await createPerson('alice');
  for (let time = 0; time < 5; time++)
    expect(await checks(user, () => Promise.reject(new RangeError('bytes')))).toEqual(refuse(WRONG));
  expect(await checks(user, async () => ({}))).toMatchObject({ error: 'sign-in.errors.tooManySeconds' });
});

test('only five of twenty simultaneous attempts are checked', async () => {
  const { username } = await createPerson('alice');
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => tries(username, 'wrong')));
  expect(outcomes.filter((outcome) => outcome === WRONG)).toHaveLength(5);
});

test('a form that asks for the current password counts its failures, too', async () => {
  const session = await createSession(await createPerson('alice'));
  const change = (currentPassword: string) => {
    const newPassword = 'seven quiet lighthouses';
    return changePassword(session, { currentPassword, newPassword, confirmPassword: newPassword }, CLIENT);
  };
  for (let failure = 0; failure < 5; failure++)
    expect(await change('wrong')).toMatchObject({ field: 'currentPassword' });
  expect(await change(PASSWORD)).toMatchObject({ ok: false, error: 'sign-in.errors.tooManySeconds' });
});

test('a refused sign-in records an event', async () => {
  const { id, username } = await createPerson('alice');
  await fails(username, 1);
  const events = await recordedEvents(id);
  expect(events.map(({ type }) => type)).toContain('sign-in-refused');
});
