'use server';

import { isConfirmed } from '../../../lib/confirm';
import { isReplaced } from '../../../lib/duplicate-form';
import { hideRecoveryCodes } from '../../../lib/recovery-codes';
import { hasNoCodeToType, renewRecoveryCodes } from '../../../lib/renew-recovery-codes';
import { cancelTwoFactor, confirmTwoFactor, disableTwoFactor, startTwoFactor } from '../../../lib/two-factor';
import { type FormState, submit } from '../../../lib/web/form';
import { nextOfPage, withNext } from '../../../lib/web/next-path';
import { redirectToConfirm } from '../../../lib/web/redirects';

export async function submitStart(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, {
    page: withNext('/two-factor', nextOfPage()),
    allowsWithoutTwoFactor: true,
    fields: ['currentPassword'],
    save: startTwoFactor,
    next: withNext('/two-factor', nextOfPage()),
  });
}

export async function submitConfirm(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, {
    page: withNext('/two-factor', nextOfPage()),
    allowsWithoutTwoFactor: true,
    fields: ['code'],
    renewsSession: true,
    save: confirmTwoFactor,
    next: withNext('/two-factor/recovery-codes', nextOfPage()),
    notice: 'two-factor.notices.enabled',
  });
}

export async function submitCancel(form: FormData): Promise<void> {
  await submit(form, {
    page: '/two-factor',
    allowsWithoutTwoFactor: true,
    save: cancelTwoFactor,
    next: '/profile',
    refusesByNotice: true,
  });
}

export async function submitDisable(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, {
    page: '/two-factor',
    fields: ['code'],
    renewsSession: true,
    save: disableTwoFactor,
    next: '/profile',
    notice: 'two-factor.notices.disabled',
  });
}

export async function submitRenew(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, {
    page: '/two-factor/recovery-codes',
    fields: ['code'],
    renewsSession: true,
    save: async (session, typed, client) => {
      const isUnconfirmed = !isReplaced(session) && !isConfirmed(session);
      if (isUnconfirmed && (await hasNoCodeToType(session.user)))
        return redirectToConfirm('/two-factor/recovery-codes');
      return renewRecoveryCodes(session, typed, client);
    },
    next: '/two-factor/recovery-codes',
    notice: 'two-factor.notices.renewed',
    stale: '/two-factor',
  });
}

export async function submitCodesSaved(form: FormData): Promise<void> {
  await submit(form, {
    page: '/two-factor/recovery-codes',
    save: async (session) => {
      await hideRecoveryCodes(session);
      return { ok: true };
    },
    next: '/profile',
    returnTo: nextOfPage(),
    refusesByNotice: true,
  });
}
