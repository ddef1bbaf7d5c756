'use server';

import { changePassword } from '../../../lib/password';
import { attemptSignedIn, type FormState, refused, succeeded, text } from '../../../lib/web/form';
import { continueSession, requireSession } from '../../../lib/web/session';
import { currentLocale } from '../../../lib/web/texts';
import { visitor } from '../../../lib/web/visitor';

export async function submitPassword(_: FormState, form: FormData): Promise<FormState> {
  const session = await requireSession('/profile', { withOneTimePassword: true });
  const typed = {
    currentPassword: text(form, 'currentPassword'),
    newPassword: text(form, 'newPassword'),
    confirmPassword: text(form, 'confirmPassword'),
  };
  const outcome = await attemptSignedIn(session, '/profile', async () =>
    changePassword(session, typed, await visitor()),
  );
  if (!outcome.ok) return refused(outcome);
  await continueSession(outcome.sessionValue);
  return succeeded(`/${currentLocale()}/profile`, 'password.notices.changed');
}
