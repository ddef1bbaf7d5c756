'use server';

import { cancelUsername, confirmUsername, resendUsernameLink } from '../../../lib/confirm-username';
import { isMailOn } from '../../../lib/settings';
import { currentClient } from '../../../lib/web/client';
import { type FormState, orUnavailable, refused, submit, succeed } from '../../../lib/web/form';
import { linkToken } from '../../../lib/web/link-token';
import { markStarted } from '../../../lib/web/request-context';
import { currentSessionOrReplaced, renewSession } from '../../../lib/web/session';

export async function submitConfirmUsername(): Promise<FormState> {
  markStarted();
  if (!isMailOn()) return null; // the page is a 404
  const session = await currentSessionOrReplaced();
  const outcome = await orUnavailable(async () => confirmUsername(linkToken(), session, await currentClient()));
  if (!outcome.ok) return refused(outcome);
  await renewSession(outcome.sessionValue);
  return succeed(outcome.isSignedIn ? '/profile' : '/sign-in', 'mail.notices.usernameConfirmed');
}

export async function submitUsernameResend(form: FormData): Promise<void> {
  await submit(form, {
    page: '/profile',
    save: (session, _, client) => resendUsernameLink(session, client),
    next: '/profile',
    notice: 'mail.notices.usernameSent',
    refusesByNotice: true,
  });
}

export async function submitUsernameCancel(form: FormData): Promise<void> {
  await submit(form, {
    page: '/profile',
    save: cancelUsername,
    next: '/profile',
    notice: 'mail.notices.usernameKept',
    refusesByNotice: true,
  });
}
