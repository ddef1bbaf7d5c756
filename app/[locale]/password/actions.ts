'use server';

import { changePassword } from '../../../lib/password';
import { currentClient } from '../../../lib/web/client';
import { attemptSignedIn, type FormState, refused, succeeded, text } from '../../../lib/web/form';
import { renewSession, requireSessionOrReplaced } from '../../../lib/web/session';
import { currentLocale } from '../../../lib/web/translations';

export async function submitPassword(_: FormState, form: FormData): Promise<FormState> {
  const session = await requireSessionOrReplaced('/profile', { withOneTimePassword: true });
  const typed = {
    currentPassword: text(form, 'currentPassword'),
    newPassword: text(form, 'newPassword'),
    confirmPassword: text(form, 'confirmPassword'),
  };
  const outcome = await attemptSignedIn(session, '/profile', async () =>
    changePassword(session, typed, await currentClient()),
  );
  if (!outcome.ok) return refused(outcome);
  await renewSession(outcome.sessionValue);
  return succeeded(`/${currentLocale()}/profile`, 'password.notices.changed');
}
