'use server';

import { isConfirmed } from '../../../lib/confirm';
import { addPasskey, beginPasskey, removePasskey, renamePasskey } from '../../../lib/passkeys';
import { appName } from '../../../lib/settings';
import { type FormState, submit } from '../../../lib/web/form';
import { textField } from '../../../lib/web/form-fields';
import { nextOfPage, withNext } from '../../../lib/web/next-path';
import { passkeyAnswer } from '../../../lib/web/passkeys';
import { redirectToConfirm } from '../../../lib/web/redirects';
import { markStarted } from '../../../lib/web/request-context';
import { requireSession } from '../../../lib/web/session';
import { describeDevice } from '../../ui/device';
import type { Challenge } from './ceremony';

export async function beginAdd(): Promise<Challenge> {
  markStarted();
  const page = withNext('/passkeys', nextOfPage());
  const session = await requireSession(page, { withoutTwoFactor: true });
  if (!isConfirmed(session)) return redirectToConfirm(page);
  return { create: await beginPasskey(session, appName()) };
}

export async function submitAdd(_: FormState, form: FormData): Promise<FormState> {
  const next = nextOfPage();
  return submit(form, {
    page: withNext('/passkeys', next),
    allowsWithoutTwoFactor: true,
    needsConfirmation: true,
    save: async (session, _, client) => {
      const given = passkeyAnswer(form);
      if (!given.ok) return given;
      const name = describeDevice(client.userAgent);
      const added = await addPasskey(session, { answer: given.answer, name }, client);
      const codes = withNext('/two-factor/recovery-codes', next);
      return added.ok ? { ...added, next: added.hasNewCodes ? codes : undefined } : added;
    },
    next: '/passkeys',
    returnTo: next,
    notice: 'passkeys.notices.added',
  });
}

/** @param shown the name that the form showed; it comes from the browser unchecked */
export async function submitRename(shown: string, _: FormState, form: FormData): Promise<FormState> {
  const name = textField(form, 'name');
  const isUnchanged = name.trim().normalize('NFC') === shown; // another window may have renamed it meanwhile
  return submit(form, {
    page: '/passkeys',
    fields: ['passkey', 'name'],
    typed: { name },
    save: isUnchanged ? async () => ({ ok: true }) : renamePasskey,
    next: '/passkeys',
    notice: isUnchanged ? 'profile.notices.unchanged' : 'passkeys.notices.renamed',
  });
}

export async function submitRemove(form: FormData): Promise<void> {
  await submit(form, {
    page: '/passkeys',
    fields: ['passkey'],
    renewsSession: true,
    needsConfirmation: true,
    save: removePasskey,
    next: '/passkeys',
    notice: 'passkeys.notices.removed',
    refusesByNotice: true,
  });
}
