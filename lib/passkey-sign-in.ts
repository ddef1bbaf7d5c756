import { type Condition, type Database, transaction, type Write } from '../db';
import { findPasskey, hasAnyPasskey, hasPasskey, listPasskeys, type Passkey, recordPasskeyUse } from '../db/passkeys';
import { insertTicket, stillNeedsCode } from '../db/tickets';
import { findUserById, type User } from '../db/users';
import { recordRefusedSignIn } from './activity';
import { now } from './adapters/clock';
import { digest, randomValue } from './adapters/random';
import { type Answer, parseAnswer, verifyUse } from './adapters/webauthn';
import type { Client } from './client';
import { type Outcome, refuse } from './outcome';
import { passkeyRelyingParty } from './passkey-address';
import {
  type Asked,
  CHALLENGE_LIFE_MS,
  issueChallenge,
  issueLimitedChallenge,
  takeChallenge,
} from './passkey-challenges';
import { descriptor, userHandle } from './passkeys';
import { rateLimited, signInLimits } from './rate-limit';
import { acceptCode, findCodeTicket, findUserOfCodeTicket, TICKET_LIFE_MS } from './sign-in';
import { Unavailable } from './unavailable';

/** Whether the browser should look for passkeys by itself. The log-in page is shown without the database, too. */
export async function arePasskeysInUse(): Promise<boolean> {
  try {
    return await hasAnyPasskey();
  } catch (error) {
    if (error instanceof Unavailable) return false;
    throw error;
  }
}

/** What the user of a ticket that needs a code can use: an authenticator app, a passkey or both. */
export async function findCodeMethods(ticket: string): Promise<{ hasApp: boolean; hasPasskey: boolean } | undefined> {
  const user = await findUserOfCodeTicket(ticket);
  return user && { hasApp: user.totpConfirmedAt !== null, hasPasskey: await hasPasskey(user.id) };
}

/**
 * The browser lists the passkeys it has for us.
 * @param browser a secret value that only this browser has
 * @returns undefined if too many challenges were asked for from this address
 */
export async function beginPasskeySignIn(
  browser: string,
  client: Client,
): Promise<PublicKeyCredentialRequestOptionsJSON | undefined> {
  const challenge = await issueLimitedChallenge({ purpose: 'sign-in', of: browser }, client);
  return challenge === undefined ? undefined : requestOptions(challenge);
}

/** For a sign-in that needs a code. @returns undefined if the ticket no longer needs one */
export async function beginPasskeyCode(ticket: string): Promise<PublicKeyCredentialRequestOptionsJSON | undefined> {
  const user = await findUserOfCodeTicket(ticket);
  return user && requestOptions(await issueChallenge({ purpose: 'code', of: ticket }), await listPasskeys(user.id));
}

function requestOptions(challenge: string, passkeys: Passkey[] = []): PublicKeyCredentialRequestOptionsJSON {
  return {
    challenge,
    rpId: passkeyRelyingParty().rpId,
    userVerification: 'required',
    timeout: CHALLENGE_LIFE_MS,
    allowCredentials: passkeys.map(descriptor),
  };
}

/**
 * Logs in without a password or a code: user verification makes a passkey two factors.
 * @returns a ticket for one session
 */
export async function signInWithPasskey(
  { answer }: { answer: string },
  browser: string,
  client: Client,
): Promise<Outcome<{ user: User; ticket: string }>> {
  const ticket = randomValue();
  const row = { valueHash: digest(ticket), needsCode: false, expiresAt: now() + TICKET_LIFE_MS, amr: 'hwk' };
  const used = await withPasskey(answer, {
    asked: { purpose: 'sign-in', of: browser },
    client,
    changes: (on, { id: userId }) => [insertTicket(on, { ...row, userId })],
  });
  return used.ok ? { ok: true, user: used.user, ticket } : used;
}

/** A passkey in place of the code that a ticket needs. The ticket can then start one session. */
export async function verifyPasskeyCode(
  ticket: string,
  { answer }: { answer: string },
  client: Client,
): Promise<Outcome<{ user: User }>> {
  const found = await findCodeTicket(ticket);
  if (!found) return refuse('sign-in.errors.expired');
  return withPasskey(answer, {
    asked: { purpose: 'code', of: ticket },
    owner: found.user.id,
    client,
    condition: stillNeedsCode(found.valueHash, now()),
    changes: (on) => acceptCode(on, found, 'pwd hwk'),
  });
}

type Use = {
  asked: Asked;
  /** The only user whose passkey is accepted; any user's if undefined. */
  owner?: string;
  client: Client;
  condition?: Condition;
  changes(on: Database, user: User): Write[];
};

async function withPasskey(text: string, use: Use): Promise<Outcome<{ user: User }>> {
  const { client, asked, owner } = use;
  const answer = parseAnswer(text);
  if (!answer) return refuse('passkeys.errors.failed');
  if (!(await takeChallenge(answer.challenge, asked))) return refuse('passkeys.errors.expired');
  const passkey = await findPasskey(answer.credentialId);
  const user = passkey && (await findUserById(passkey.userId));
  return rateLimited({
    limits: signInLimits({ kind: 'passkey', account: user?.id ?? answer.credentialId, user, client }),
    user,
    client,
    check: async () => {
      const isOwn =
        user && (owner ?? user.id) === user.id && (answer.userHandle ?? userHandle(user.id)) === userHandle(user.id);
      return isOwn && (await usePasskey(answer, passkey, user, use)) ? { user } : undefined;
    },
    refusal: () => refuse('passkeys.errors.unknown'),
    onFailure: (on) => [recordRefusedSignIn(on, user, client)],
  });
}

async function usePasskey(answer: Answer, passkey: Passkey, user: User, { condition, changes }: Use): Promise<boolean> {
  const verified = await verifyUse(answer, passkeyRelyingParty(), passkey);
  if (!verified) return false;
  const recorded = await transaction(
    (on) => recordPasskeyUse(on, passkey, { ...verified, lastUsedAt: now() }, condition),
    (on) => changes(on, user),
  );
  return recorded !== undefined;
}
