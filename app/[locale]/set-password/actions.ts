'use server';

import { setPassword } from '../../../lib/set-password';
import { isMailOn } from '../../../lib/settings';
import { currentClient } from '../../../lib/web/client';
import { type FormState, orUnavailable, refused, succeed } from '../../../lib/web/form';
import { textField } from '../../../lib/web/form-fields';
import { linkToken } from '../../../lib/web/link-token';
import { markStarted } from '../../../lib/web/request-context';
import { suggestUsername } from '../../../lib/web/suggested-username';

export async function submitSetPassword(_: FormState, form: FormData): Promise<FormState> {
  markStarted();
  if (!isMailOn()) return null; // the page is a 404
  const typed = { newPassword: textField(form, 'newPassword'), confirmPassword: textField(form, 'confirmPassword') };
  const outcome = await orUnavailable(async () => setPassword(linkToken(), typed, await currentClient()));
  if (!outcome.ok) return refused(outcome);
  const { username, language } = outcome.user;
  await suggestUsername(username);
  return succeed('/sign-in', 'mail.notices.passwordSet', language);
}
