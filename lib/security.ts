import { findSecurity } from '../db/security';
import type { Session } from '../db/sessions';
import { FEW_RECOVERY_CODES, viewRecoveryCodes } from './recovery-codes';
import { needsCodeAfterPassword } from './required-two-factor';
import { expiryLimits } from './session-expiry';
import { twoFactorState } from './two-factor';

export type Security = {
  isTwoFactorOn: boolean;
  /** A passkey alone can be what a rule asks for. */
  hasApp: boolean;
  passwordChangedAt: number;
  /** Whether that was when the account was created. */
  isFirstPassword: boolean;
  /** Undefined while two-factor authentication is off. */
  codes?: { left: number; areFew: boolean; areUnsaved: boolean };
  sessions: number;
  /** The last login besides the session's own. */
  lastLogin?: { at: number; userAgent: string };
};

/** What a person should know about the safety of their account. */
export async function securityOf(session: Session): Promise<Security> {
  const { user, userId, createdAt } = session;
  const {
    codesLeft: left,
    sessions,
    at,
    userAgent,
  } = await findSecurity({
    userId,
    thisLogin: createdAt,
    ...expiryLimits(),
  });
  const isTwoFactorOn = await needsCodeAfterPassword(user);
  return {
    isTwoFactorOn,
    hasApp: twoFactorState(user) === 'on',
    passwordChangedAt: user.passwordChangedAt ?? user.createdAt,
    isFirstPassword: user.passwordChangedAt === null,
    codes: isTwoFactorOn
      ? { left, areFew: left <= FEW_RECOVERY_CODES, areUnsaved: viewRecoveryCodes(session) !== undefined }
      : undefined,
    sessions,
    lastLogin: at === null || userAgent === null ? undefined : { at, userAgent },
  };
}
