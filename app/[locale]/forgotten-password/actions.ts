'use server';

import { requestReset } from '../../../lib/forgotten-password';
import { isMailOn } from '../../../lib/settings';
import { currentClient } from '../../../lib/web/client';
import { type FormState, orUnavailable, refused, succeed } from '../../../lib/web/form';
import { textField } from '../../../lib/web/form-fields';
import { markStarted } from '../../../lib/web/request-context';

export async function submitForgottenPassword(_: FormState, form: FormData): Promise<FormState> {
  markStarted();
  if (!isMailOn()) return null; // the page is a 404
  const username = textField(form, 'username');
  const outcome = await orUnavailable(async () => requestReset({ username }, await currentClient()));
  if (!outcome.ok) return refused(outcome, { username });
  return succeed('/sign-in', 'mail.notices.linkAsked');
}
