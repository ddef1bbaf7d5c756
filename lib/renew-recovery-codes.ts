import { type Database, transaction, type Write } from '../db';
import { userHasPasskey } from '../db/passkeys';
import { userHasNoRecoveryCodes } from '../db/recovery-codes';
import { type NewSession, type ReplacedSession, type Session, sessionExists, updateSession } from '../db/sessions';
import { lockUser, twoFactorIsOff, type User } from '../db/users';
import { record } from './activity';
import type { Client } from './client';
import { isConfirmed } from './confirm';
import { findDuplicate, isReplaced, renewValue, type SentCode, sentCode } from './duplicate-form';
import { type Outcome, refuse } from './outcome';
import { countRecoveryCodesLeft, replaceRecoveryCodes } from './recovery-codes';
import { needsCodeAfterPassword } from './required-two-factor';
import { changeWithCode } from './two-factor';

type Renewed = { sessionValue: string };

/**
 * Whether a user has no code to type: they have only a passkey, and used up their recovery codes. Then a confirmation
 * with the password renews them, as it adds a passkey.
 */
export async function hasNoCodeToType(user: User): Promise<boolean> {
  if (user.totpConfirmedAt !== null || !(await needsCodeAfterPassword(user))) return false;
  return (await countRecoveryCodesLeft(user.id)) === 0;
}

/** Ten new recovery codes replace the old ones. The session gets a new value. Without an app, a recovery code is typed. */
export async function renewRecoveryCodes(
  session: Session | ReplacedSession,
  typed: { code: string },
  client: Client,
): Promise<Outcome<Renewed>> {
  const sent = sentCode('recovery-codes-renew', typed.code, client);
  if (sent.code === '') return renewWithoutCode(session, sent);
  return changeWithCode(session, sent, {
    isOffered: needsCodeAfterPassword,
    changes: (on, value) => renewal(on, session, { value, client }),
  });
}

async function renewWithoutCode(session: Session | ReplacedSession, sent: SentCode): Promise<Outcome<Renewed>> {
  if (!isReplaced(session) && isConfirmed(session) && (await needsCodeAfterPassword(session.user))) {
    const { value, change } = renewValue(session, sent);
    const conditions = [sessionExists(session.id), twoFactorIsOff(), userHasPasskey(), userHasNoRecoveryCodes()];
    const renewed = await transaction(
      (on) => lockUser(on, session.userId, ...conditions),
      (on) => renewal(on, session, { value: change, client: sent.client }),
    );
    if (renewed) return { ok: true, sessionValue: value };
  }
  const sessionValue = await findDuplicate(session, sent);
  return sessionValue ? { ok: true, sessionValue } : refuse('two-factor.errors.codeMissing', 'code');
}

type Renewal = { value: Partial<NewSession>; client: Client };

function renewal(on: Database, { id, userId }: Pick<Session, 'id' | 'userId'>, { value, client }: Renewal): Write[] {
  return [
    ...replaceRecoveryCodes(on, { id, userId }),
    updateSession(on, id, value),
    record(on, { userId, type: 'recovery-codes-renewed', client }),
  ];
}
