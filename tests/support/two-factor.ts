import { generateSync } from 'otplib';
import { db } from '../../db';
import type { Session } from '../../db/sessions';
import { findUserById } from '../../db/users';
import { setClock } from '../../lib/adapters/clock';
import { viewRecoveryCodes } from '../../lib/recovery-codes';
import { signIn, verifySignInCode } from '../../lib/sign-in';
import { confirmTwoFactor, pendingEnrolment, startTwoFactor } from '../../lib/two-factor';
import { CLIENT, createPerson, createSession, PASSWORD } from './people';

export const STEP = 30_000;

let time: number;

/** Stops the clock for each test, until `advanceClock` moves it. */
export function freezeClock(): void {
  beforeEach(() => {
    time = Date.UTC(2026, 0, 1);
    setClock(() => time);
  });
}

export function advanceClock(milliseconds: number): void {
  time += milliseconds;
}

/** The code that an authenticator shows this many milliseconds from now, from a different TOTP library than ours. */
export const totpCode = (secret: string, later = 0) => generateSync({ secret, epoch: (time + later) / 1000 });

/** A session, by default of a new Alice, with two-factor authentication pending. */
export async function startEnrolment(of?: Session) {
  const session = of ?? (await createSession(await createPerson('alice')));
  expect(await startTwoFactor(session, { currentPassword: PASSWORD }, CLIENT)).toMatchObject({ ok: true });
  return reloadSession(session);
}

/** Reads a session again, with its user's current state. */
export async function reloadSession({ id, userId }: { id: string; userId: string }) {
  const session = await db().query.sessions.findFirst({ where: (sessions, { eq }) => eq(sessions.id, id) });
  const user = await findUserById(userId);
  if (!session || !user) throw new Error('the session has ended');
  const key = await pendingEnrolment({ ...session, user });
  return { session: { ...session, user }, secret: key?.groups.join('') ?? '' };
}

/** Alice with two-factor authentication on, her secret, her recovery codes, and the clock one step later. */
export async function enableTwoFactor() {
  const { session, secret } = await startEnrolment();
  expect(await confirmTwoFactor(session, { code: totpCode(secret) }, CLIENT)).toMatchObject({ ok: true });
  advanceClock(STEP);
  const after = await reloadSession(session);
  return { ...after, secret, codes: viewRecoveryCodes(after.session) ?? [] };
}

/** Begins a sign-in, which then needs a code. @returns its ticket */
export async function ticketNeedingCode(username: string): Promise<string> {
  const outcome = await signIn({ username, password: PASSWORD }, CLIENT);
  if (!outcome.ok) throw new Error(outcome.error);
  expect(outcome.needsCode).toBe(true);
  return outcome.ticket;
}

/** Fifty sign-ins of one person, each of which needs a code. */
export async function fiftyTicketsNeedingCode(username: string): Promise<string[]> {
  const tickets = [];
  while (tickets.length < 50) tickets.push(await ticketNeedingCode(username));
  return tickets;
}

/** Whether a code completes a sign-in whose password was accepted. */
export async function canSignInWithCode(username: string, code = ''): Promise<boolean> {
  return (await verifySignInCode(await ticketNeedingCode(username), { code }, CLIENT)).ok;
}
