import { isUniqueViolation, transaction } from '../db';
import {
  deletePasskeyOf,
  hasPasskey,
  insertPasskey,
  listPasskeys,
  type Passkey,
  renamePasskeyOf,
  userHasFewerPasskeys,
} from '../db/passkeys';
import { deleteRecoveryCodesOfUnprotected } from '../db/recovery-codes';
import { deleteOtherSessions, type ReplacedSession, type Session, sessionExists, updateSession } from '../db/sessions';
import { deleteTicketsOf } from '../db/tickets';
import { lockUser } from '../db/users';
import { record } from './activity';
import { now } from './adapters/clock';
import { randomId } from './adapters/random';
import { ALGORITHMS, parseAnswer, verifyNewKey } from './adapters/webauthn';
import { withMethod } from './authentication-methods';
import type { Client } from './client';
import { findDuplicate, isReplaced, renewValue, type SentForm } from './duplicate-form';
import { type Outcome, refuse } from './outcome';
import { passkeyRelyingParty } from './passkey-address';
import { CHALLENGE_LIFE_MS, issueChallenge, takeChallenge } from './passkey-challenges';
import { countRecoveryCodesLeft, replaceRecoveryCodes } from './recovery-codes';
import { requiresTwoFactor } from './required-two-factor';
import { unlessEnded } from './sessions';
import { isVisibleName, NAME_MAX_LENGTH } from './visible-name';

export const MAX_PASSKEYS = 20;

/** What an authenticator keeps to tell users apart: opaque, at most 64 bytes (WebAuthn, section 14.6.1). */
export const userHandle = (userId: string) => Buffer.from(userId).toString('base64url');

export async function listUserPasskeys({ userId }: Session): Promise<Passkey[]> {
  return listPasskeys(userId);
}

/** What the browser needs to make a passkey. It refuses an authenticator that already has one of this user. */
export async function beginPasskey(
  { id, user }: Session,
  product: string,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const existing = await listPasskeys(user.id);
  return {
    rp: { id: passkeyRelyingParty().rpId, name: product },
    user: { id: userHandle(user.id), name: user.username, displayName: user.username },
    challenge: await issueChallenge({ purpose: 'add', of: id }),
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    timeout: CHALLENGE_LIFE_MS,
    excludeCredentials: existing.map(descriptor),
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    attestation: 'none',
  };
}

export function descriptor({ credentialId, transports }: Passkey): PublicKeyCredentialDescriptorJSON {
  return { type: 'public-key', id: credentialId, transports: transports.split(',').filter(Boolean) };
}

type Added = { sessionValue: string; hasNewCodes: boolean };

/**
 * The session gets a new value. Where the passkey is the second factor that REQUIRE_TWO_FACTOR asks for, recovery codes
 * come with it, and other sessions end with the first one.
 */
export async function addPasskey(
  session: Session,
  { answer: text, name }: { answer: string; name: string },
  client: Client,
): Promise<Outcome<Added>> {
  const { user } = session;
  const answer = parseAnswer(text);
  if (!answer) return refuse('passkeys.errors.failed');
  if (!(await takeChallenge(answer.challenge, { purpose: 'add', of: session.id })))
    return refuse('passkeys.errors.expired');
  const relyingParty = passkeyRelyingParty();
  const key = await verifyNewKey(answer, relyingParty);
  if (!key) return refuse('passkeys.errors.failed');

  const { value, change } = renewValue(session, { form: 'passkey-add', entries: [key.credentialId], client });
  const isSecondFactor = requiresTwoFactor(user) && user.totpConfirmedAt === null;
  const isFirst = isSecondFactor && !(await hasPasskey(user.id));
  const hasNewCodes = isSecondFactor && (await countRecoveryCodesLeft(user.id)) === 0;
  const row = {
    ...key,
    id: randomId(),
    userId: user.id,
    name,
    rpId: relyingParty.rpId,
    createdAt: now(),
    lastUsedAt: null,
  };
  try {
    const added = await transaction(
      (on) => lockUser(on, user.id, sessionExists(session.id), userHasFewerPasskeys(MAX_PASSKEYS)),
      (on) => [
        insertPasskey(on, row),
        updateSession(on, session.id, { ...change, amr: withMethod(session.amr, 'hwk') }),
        ...(isFirst ? [deleteOtherSessions(on, user.id, session.id), deleteTicketsOf(on, user.id)] : []),
        ...(hasNewCodes ? replaceRecoveryCodes(on, session) : []),
        record(on, { userId: user.id, type: 'passkey-added', client }),
      ],
    );
    if (!added) return refuse('passkeys.errors.tooMany', undefined, { most: MAX_PASSKEYS });
  } catch (error) {
    if (isUniqueViolation(error)) return refuse('passkeys.errors.alreadyAdded');
    throw error;
  }
  return { ok: true, sessionValue: value, hasNewCodes };
}

/** Another user's passkey is refused as if it didn't exist. */
export async function renamePasskey(
  session: Session,
  typed: { passkey: string; name: string },
  client: Client,
): Promise<Outcome> {
  const { passkey: id } = typed;
  const name = typed.name.trim().normalize('NFC');
  if (name === '') return refuse('passkeys.errors.nameMissing', 'name');
  if (!isVisibleName(name)) return refuse('passkeys.errors.nameUnfit', 'name', { most: NAME_MAX_LENGTH });
  const { userId } = session;
  const renamed = await transaction(
    (on) => renamePasskeyOf(on, userId, { id, name }, sessionExists(session.id)),
    (on) => [record(on, { userId, type: 'passkey-renamed', client })],
  );
  const exists = renamed || (await listPasskeys(userId)).some((passkey) => passkey.id === id);
  if (!exists) return refuse('passkeys.errors.gone');
  return renamed ? { ok: true } : unlessEnded(session);
}

/** The session gets a new value. */
export async function removePasskey(
  session: Session | ReplacedSession,
  { passkey: id }: { passkey: string },
  client: Client,
): Promise<Outcome<{ sessionValue: string }>> {
  const { userId } = session;
  const sent: SentForm = { form: 'passkey-remove', entries: [id], client };
  if (!isReplaced(session)) {
    const { value, change } = renewValue(session, sent);
    const removed = await transaction(
      (on) => deletePasskeyOf(on, userId, id, sessionExists(session.id)),
      (on) => [
        updateSession(on, session.id, change),
        deleteRecoveryCodesOfUnprotected(on, userId),
        record(on, { userId, type: 'passkey-removed', client }),
      ],
    );
    if (removed) return { ok: true, sessionValue: value };
  }
  const sessionValue = await findDuplicate(session, sent);
  return sessionValue ? { ok: true, sessionValue } : refuse('passkeys.errors.gone');
}
