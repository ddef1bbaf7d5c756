import { generateSync } from 'otplib';
import { db } from '../../db';
import { findUserById } from '../../db/users';
import { setClock } from '../../lib/adapters/clock';
import { shownRecoveryCodes } from '../../lib/recovery-codes';
import { giveCode, signIn } from '../../lib/sign-in';
import { confirmTwoFactor, pendingKey, startTwoFactor } from '../../lib/two-factor';
import { HERE, PASSWORD, person, sessionFor } from './people';

export const STEP = 30_000;

let time: number;

/** Gives each test a clock of its own, which stands until `passes` moves it. */
export function theClockStands(): void {
  beforeEach(() => {
    time = Date.UTC(2026, 0, 1);
    setClock(() => time);
  });
}

/** Lets so many milliseconds pass. */
export function passes(milliseconds: number): void {
  time += milliseconds;
}

/** The code that an authenticator shows, so many milliseconds from the moment: another implementation than ours. */
export const codeIn = (secret: string, later = 0) => generateSync({ secret, epoch: (time + later) / 1000 });

/** Alice, signed in, with two-factor authentication in the pending state. */
export async function pending() {
  const alice = await person('alice');
  const session = await sessionFor(alice);
  expect(await startTwoFactor(session, { currentPassword: PASSWORD }, HERE)).toMatchObject({ ok: true });
  return again(session);
}

/** Reads a session anew: its user's row tells the state. */
export async function again({ id, userId }: { id: string; userId: string }) {
  const session = await db().query.sessions.findFirst({ where: (sessions, { eq }) => eq(sessions.id, id) });
  const user = await findUserById(userId);
  if (!session || !user) throw new Error('the session has ended');
  const key = await pendingKey({ ...session, user });
  return { session: { ...session, user }, secret: key?.groups.join('') ?? '' };
}

/** Alice with two-factor authentication on, her secret, her recovery codes, and a clock one step later. */
export async function enabled() {
  const { session, secret } = await pending();
  expect(await confirmTwoFactor(session, { code: codeIn(secret) }, HERE)).toMatchObject({ ok: true });
  passes(STEP);
  const after = await again(session);
  return { ...after, secret, codes: shownRecoveryCodes(after.session) ?? [] };
}

/** A sign-in whose password was accepted and whose code is owed. @returns its ticket */
export async function waiting(username: string): Promise<string> {
  const outcome = await signIn({ username, password: PASSWORD }, HERE);
  if (!outcome.ok) throw new Error(outcome.error);
  expect(outcome.owesCode).toBe(true);
  return outcome.ticket;
}

/** Fifty sign-ins of one person that wait for their code. */
export async function fiftyWaiting(username: string): Promise<string[]> {
  const tickets = [];
  while (tickets.length < 50) tickets.push(await waiting(username));
  return tickets;
}

/** Whether a code signs a person in whose password was accepted. */
export async function signsInWithCode(username: string, code = ''): Promise<boolean> {
  return (await giveCode(await waiting(username), { code }, HERE)).ok;
}

export const eventsOf = async (userId: string) =>
  (await db().query.events.findMany({ where: (events, { eq }) => eq(events.userId, userId) })).map(({ type }) => type);
