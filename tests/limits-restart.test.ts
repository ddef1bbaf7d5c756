import type { Session } from '../db/sessions';
import { requestReset } from '../lib/forgotten-password';
import { changePassword } from '../lib/password';
import { beginSession, findActiveSession } from '../lib/sessions';
import { signIn, verifySignInCode } from '../lib/sign-in';
import { disableTwoFactor } from '../lib/two-factor';
import { useDatabase } from './support/database';
import { CLIENT, createPerson, createSession, PASSWORD, resetPassword } from './support/people';
import { advanceClock, enableTwoFactor, freezeClock } from './support/two-factor';

useDatabase();
freezeClock();

const DAY = 86_400_000;
const NEW = 'seven quiet otters';
const TOO_MANY = { ok: false, error: 'sign-in.errors.tooManySeconds' };

const tries = (username: string, password: string) => signIn({ username, password }, CLIENT);

test('a password that its owner changes restarts the count of guesses at it', async () => {
  const session = await createSession(await createPerson('alice'));
  const { username } = session.user;
  for (let n = 0; n < 5; n++) await tries(username, 'wrong');
  expect(await tries(username, PASSWORD)).toMatchObject(TOO_MANY);
  const typed = { currentPassword: PASSWORD, newPassword: NEW, confirmPassword: NEW };
  expect(await changePassword(session, typed, CLIENT)).toMatchObject({ ok: true });
  expect(await tries(username, NEW)).toMatchObject({ ok: true });
});

test("an administrator's reset of the password lets its owner try codes again", async () => {
  const { session, codes } = await enableTwoFactor();
  const [code = '', other = ''] = codes;
  for (let n = 0; n < 5; n++) await disableTwoFactor(session, { code: 'wrong' }, CLIENT);
  expect(await disableTwoFactor(session, { code }, CLIENT)).toMatchObject(TOO_MANY);
  const reset = await resetPassword(session.user.username);
  const begun = await tries(session.user.username, reset.ok ? reset.oneTimePassword : '');
  const { ticket } = begun as { ticket: string };
  expect(await verifySignInCode(ticket, { code }, CLIENT)).toMatchObject({ ok: true });
  const again = (await findActiveSession((await beginSession(ticket, CLIENT)) ?? '')) as Session;
  expect(await disableTwoFactor(again, { code: other }, CLIENT)).toMatchObject({ ok: true });
});

test("logging in doesn't clear the count of guesses from an address", async () => {
  const { username } = await createPerson('eve');
  for (let n = 0; n < 49; n++) await tries(`person-${n}@example.com`, 'wrong');
  expect(await tries(username, PASSWORD)).toMatchObject({ ok: true });
  expect(await tries('person-49@example.com', 'wrong')).toMatchObject({ error: 'sign-in.errors.wrong' });
  expect(await tries('person-50@example.com', 'wrong')).toMatchObject(TOO_MANY);
});

test('all spellings of a username share the links that may be asked for in an hour', async () => {
  const spelled = [
    'alice@example.com',
    'ALICE@example.com',
    ' alice@EXAMPLE.com',
    'Alice@example.com',
    'aLice@example.com',
  ];
  for (const username of spelled) expect(await requestReset({ username }, CLIENT)).toMatchObject({ ok: true });
  const tooMany = { ok: false, error: 'mail.errors.tooManyLinks', values: { minutes: 60 } };
  expect(await requestReset({ username: 'alicE@example.com' }, CLIENT)).toMatchObject(tooMany);
});

test('failures are forgotten a day after the last one', async () => {
  const { username } = await createPerson('alice');
  for (const waitsMs of [DAY, DAY + 1]) {
    for (let n = 0; n < 4; n++) await tries(username, 'wrong');
    advanceClock(waitsMs);
    const isLate = waitsMs > DAY;
    await tries(username, 'wrong');
    expect((await tries(username, PASSWORD)).ok).toBe(isLate);
    advanceClock(2 * DAY);
  }
});
