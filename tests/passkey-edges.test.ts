import { listPasskeys } from '../db/passkeys';
import { beginPasskeySignIn, signInWithPasskey } from '../lib/passkey-sign-in';
import { removePasskey } from '../lib/passkeys';
import { countRecoveryCodesLeft, viewRecoveryCodes } from '../lib/recovery-codes';
import { verifySignInCode } from '../lib/sign-in';
import { useDatabase } from './support/database';
import { addPasskeyOf, addPasskeyWithin } from './support/passkeys';
import { CLIENT, createPerson, createSession } from './support/people';
import { enableTwoFactor, freezeClock, reloadSession, ticketNeedingCode } from './support/two-factor';

useDatabase();
freezeClock();

afterEach(() => {
  delete process.env.REQUIRE_TWO_FACTOR;
});

const ask = async () => (await beginPasskeySignIn('browser', CLIENT)) as PublicKeyCredentialRequestOptionsJSON;
const enter = (answer: string) => signInWithPasskey({ answer }, 'browser', CLIENT);

test('of two answers at once with the same counter of a security key, one logs in', async () => {
  const { authenticator } = await addPasskeyOf(await createPerson('alice'), { isSynced: false });
  const answers = [authenticator.get(await ask(), { counter: 1 }), authenticator.get(await ask(), { counter: 1 })];
  const outcomes = await Promise.all(answers.map(enter));
  expect(outcomes.map(({ ok }) => ok).sort()).toEqual([false, true]);
});

test.each([true, false])("a log-in doesn't change whether a passkey is synced: %s", async (isSynced) => {
  const alice = await createPerson('alice');
  const { authenticator } = await addPasskeyOf(alice, { isSynced });
  expect(await enter(authenticator.get(await ask(), { counter: isSynced ? 0 : 1 }))).toMatchObject({ ok: true });
  expect(await listPasskeys(alice.id)).toMatchObject([{ isSynced }]);
});

test('a further passkey brings recovery codes once all are used up', async () => {
  process.env.REQUIRE_TWO_FACTOR = 'everyone';
  const session = await createSession(await createPerson('alice'));
  const first = await addPasskeyWithin(session);
  const { session: renewed } = await reloadSession(session);
  expect([first.hasNewCodes, (await addPasskeyWithin(renewed)).hasNewCodes]).toEqual([true, false]);
  const codes = viewRecoveryCodes((await reloadSession(session)).session) ?? [];
  for (const code of codes)
    expect(await verifySignInCode(await ticketNeedingCode('alice@example.com'), { code }, CLIENT)).toMatchObject({
      ok: true,
    });
  expect((await addPasskeyWithin((await reloadSession(session)).session)).hasNewCodes).toBe(true);
  expect(await countRecoveryCodesLeft(session.userId)).toBe(10);
});

test('removing the last passkey keeps the recovery codes of an authenticator app', async () => {
  const { session } = await enableTwoFactor();
  await addPasskeyWithin(session);
  const { session: renewed } = await reloadSession(session);
  const [{ id = '' } = {}] = await listPasskeys(session.userId);
  expect(await removePasskey(renewed, { passkey: id }, CLIENT)).toMatchObject({ ok: true });
  expect(await countRecoveryCodesLeft(session.userId)).toBe(10);
});

test("fifty people who begin to log in from one office don't have to wait", async () => {
  for (let n = 0; n < 50; n++) expect(await beginPasskeySignIn(`browser ${n}`, CLIENT)).toBeDefined();
});
