import { db } from '../db';
import type { ReplacedSession, Session } from '../db/sessions';
import { runCleanup } from '../lib/cleanup';
import type { Client } from '../lib/client';
import { findSessionByPreviousValue } from '../lib/duplicate-form';
import type { Outcome } from '../lib/outcome';
import { changePassword } from '../lib/password';
import { changeProfile } from '../lib/profile';
import { renewRecoveryCodes } from '../lib/renew-recovery-codes';
import { findActiveSession } from '../lib/sessions';
import { confirmTwoFactor, disableTwoFactor, startTwoFactor } from '../lib/two-factor';
import { useDatabase } from './support/database';
import { eventTypes } from './support/events';
import { CLIENT, createPerson, PASSWORD, signInAs } from './support/people';
import { advanceClock, freezeClock, reloadSession, STEP, totpCode } from './support/two-factor';

useDatabase();
freezeClock();

const NEW = 'seven quiet lighthouses';

type Form = (session: Session | ReplacedSession, client?: Client) => Promise<Outcome<{ sessionValue?: string }>>;
type Scene = { value: string; send: Form; wrong: Form; event: string };

/** Alice with a filled-in form. */
const SCENES: Record<string, () => Promise<Scene>> = {
  password: async () => {
    const typed = { currentPassword: PASSWORD, newPassword: NEW, confirmPassword: NEW };
    return {
      value: await signInAs(await createPerson('alice')),
      send: (session, client = CLIENT) => changePassword(session, typed, client),
      wrong: (session) => changePassword(session, { ...typed, newPassword: `${NEW}!`, confirmPassword: NEW }, CLIENT),
      event: 'password-changed',
    };
  },
  profile: async () => {
    const typed = { username: 'alicia@example.com', language: 'de', currentPassword: PASSWORD };
    return {
      value: await signInAs(await createPerson('alice')),
      send: (session, client = CLIENT) => changeProfile(session, typed, client),
      wrong: (session) => changeProfile(session, { ...typed, currentPassword: 'wrong' }, CLIENT),
      event: 'username-changed',
    };
  },
  'two-factor-confirm': async () => {
    const { value, secret } = await starts();
    return coded(value, totpCode(secret), confirmTwoFactor, 'two-factor-enabled');
  },
  'two-factor-disable': async () => {
    const { value, secret } = await enables();
    return coded(value, totpCode(secret), disableTwoFactor, 'two-factor-disabled');
  },
  'recovery-codes-renew': async () => {
    const { value, secret } = await enables();
    return coded(value, totpCode(secret), renewRecoveryCodes, 'recovery-codes-renewed');
  },
};

function coded(value: string, code: string, change: typeof disableTwoFactor, event: string): Scene {
  return {
    value,
    send: (session, client = CLIENT) => change(session, { code }, client),
    wrong: (session) => change(session, { code: code === '000000' ? '000001' : '000000' }, CLIENT),
    event,
  };
}

async function starts() {
  const value = await signInAs(await createPerson('alice'));
  const session = (await findActiveSession(value)) as Session;
  await startTwoFactor(session, { currentPassword: PASSWORD }, CLIENT);
  return { value, secret: (await reloadSession(session)).secret };
}

async function enables() {
  const { value, secret } = await starts();
  const session = (await findActiveSession(value)) as Session;
  const outcome = await confirmTwoFactor(session, { code: totpCode(secret) }, CLIENT);
  if (!outcome.ok) throw new Error(outcome.error);
  advanceClock(STEP);
  return { value: outcome.sessionValue, secret };
}

const active = async (value: string) => (await findActiveSession(value)) as Session;
const replaced = async (value: string) => (await findSessionByPreviousValue(value)) as ReplacedSession;

describe.each(Object.keys(SCENES))('the form %s', (name) => {
  const scene = () => (SCENES[name] as () => Promise<Scene>)();

  test('sent twice at once has one effect, and both get the same new session value', async () => {
    const { value, send, event } = await scene();
    const before = await eventTypes();
    const sessions = [await active(value), await active(value)];
    const outcomes = await Promise.all(sessions.map((session) => send(session)));
    const [one, other] = outcomes.map((outcome) => (outcome.ok ? outcome.sessionValue : outcome.error));
    expect(other).toBe(one);
    expect(await active(one as string)).toBeDefined();
    expect(await findActiveSession(value)).toBeUndefined();
    expect((await eventTypes()).slice(before.length).filter((type) => type !== 'language-changed')).toEqual([event]);
  });

  test('sent again with the previous value, or the new one, gets the same result', async () => {
    const { value, send, event } = await scene();
    const first = await send(await active(value));
    const sessionValue = first.ok ? (first.sessionValue as string) : first.error;
    for (const again of [await replaced(value), await active(sessionValue)])
      expect(await send(again)).toMatchObject({ ok: true, sessionValue });
    expect((await eventTypes()).filter((type) => type === event)).toHaveLength(1);
    expect((await eventTypes()).filter((type) => type.endsWith('refused'))).toEqual([]);
  });

  test('is recognised for ten seconds, in the same browser, with the same entries, and its failures are counted', async () => {
    const { value, send, wrong } = await scene();
    await send(await active(value));
    expect(await send(await replaced(value), { ...CLIENT, userAgent: 'Another' })).toMatchObject({ ok: false });
    expect(await send(await replaced(value), { ...CLIENT, deviceCookie: 'x.y' })).toMatchObject({ ok: false });
    for (let time = 0; time < 5; time++) expect(await wrong(await replaced(value))).toMatchObject({ ok: false });
    if (name !== 'profile') expect(await send(await replaced(value))).toMatchObject({ ok: false });
    advanceClock(10_001);
    expect(await replaced(value)).toBeUndefined();
  });

  test('is not recognised once the session has ended', async () => {
    const { value, send } = await scene();
    const first = await send(await active(value));
    const session = await active(first.ok ? (first.sessionValue as string) : '');
    const { signOut } = await import('../lib/sessions');
    await signOut(session, CLIENT);
    expect(await replaced(value)).toBeUndefined();
  });
});

test('of the new value only its digest is left after a cleanup', async () => {
  const { value, send } = await (SCENES.password as () => Promise<Scene>)();
  await send(await active(value));
  const successors = async () => (await db().query.sessions.findMany()).map(({ successor }) => successor);
  expect(await successors()).toEqual([expect.any(String)]);
  advanceClock(60_000);
  await runCleanup();
  expect(await successors()).toEqual([null]);
});

test('a value that another form replaced works for no other form', async () => {
  const alice = await createPerson('alice');
  const value = await signInAs(alice);
  await changePassword(
    await active(value),
    { currentPassword: PASSWORD, newPassword: NEW, confirmPassword: NEW },
    CLIENT,
  );
  const typed = { username: 'alicia@example.com', currentPassword: NEW };
  expect(await changeProfile(await replaced(value), typed, CLIENT)).toMatchObject({ ok: false });
  expect(await disableTwoFactor(await replaced(value), { code: '123456' }, CLIENT)).toMatchObject({ ok: false });
});
