'use server';

import { refresh } from 'next/cache';
import type { Refusal } from '../../../lib/outcome';
import { hideRecoveryCodes } from '../../../lib/recovery-codes';
import {
  cancelTwoFactor,
  confirmTwoFactor,
  disableTwoFactor,
  renewRecoveryCodes,
  startTwoFactor,
} from '../../../lib/two-factor';
import { currentClient } from '../../../lib/web/client';
import { attemptSignedIn, type FormState, overtaken, refused, succeeded, text } from '../../../lib/web/form';
import { renewSession, requireSession, requireSessionOrReplaced } from '../../../lib/web/session';
import { currentLocale } from '../../../lib/web/translations';

export async function submitStart(_: FormState, form: FormData): Promise<FormState> {
  const session = await requireSession('/two-factor');
  const typed = { currentPassword: text(form, 'currentPassword') };
  const outcome = await attemptSignedIn(session, '/two-factor', async () =>
    startTwoFactor(session, typed, await currentClient()),
  );
  return outcome.ok ? succeeded(`/${currentLocale()}/two-factor`) : refusedHere(outcome);
}

export async function submitConfirm(_: FormState, form: FormData): Promise<FormState> {
  const session = await requireSessionOrReplaced('/two-factor');
  const outcome = await attemptSignedIn(session, '/two-factor', async () =>
    confirmTwoFactor(session, { code: text(form, 'code') }, await currentClient()),
  );
  if (!outcome.ok) return refusedHere(outcome);
  await renewSession(outcome.sessionValue);
  return succeeded(`/${currentLocale()}/two-factor/recovery-codes`, 'two-factor.notices.enabled');
}

export async function submitCancel(): Promise<void> {
  await cancelTwoFactor(await requireSession('/two-factor'));
  await succeeded(`/${currentLocale()}/profile`);
}

export async function submitDisable(_: FormState, form: FormData): Promise<FormState> {
  const session = await requireSessionOrReplaced('/two-factor');
  const outcome = await attemptSignedIn(session, '/two-factor', async () =>
    disableTwoFactor(session, { code: text(form, 'code') }, await currentClient()),
  );
  if (!outcome.ok) return refusedHere(outcome);
  await renewSession(outcome.sessionValue);
  return succeeded(`/${currentLocale()}/profile`, 'two-factor.notices.disabled');
}

export async function submitRenew(_: FormState, form: FormData): Promise<FormState> {
  const session = await requireSessionOrReplaced('/two-factor');
  const outcome = await attemptSignedIn(session, '/two-factor', async () =>
    renewRecoveryCodes(session, { code: text(form, 'code') }, await currentClient()),
  );
  if (!outcome.ok) return refusedHere(outcome);
  await renewSession(outcome.sessionValue);
  return succeeded(`/${currentLocale()}/two-factor/recovery-codes`, 'two-factor.notices.renewed');
}

export async function submitCodesSaved(): Promise<void> {
  await hideRecoveryCodes(await requireSession('/two-factor/recovery-codes'));
  refresh(); // the layout's reminder
  await succeeded(`/${currentLocale()}/profile`);
}

async function refusedHere(refusal: Refusal): Promise<FormState> {
  return refusal.isStale ? overtaken(`/${currentLocale()}/two-factor`, refusal) : refused(refusal);
}
