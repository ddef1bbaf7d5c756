'use server';

import { getLocale } from 'next-intl/server';
import { signIn } from '../../../lib/sign-in';
import { attempt, type FormState, refused, succeeded, text } from '../../../lib/web/form';
import { nextPath } from '../../../lib/web/next-path';
import { endSession, startSession } from '../../../lib/web/session';

export async function submitSignIn(_: FormState, form: FormData): Promise<FormState> {
  const username = text(form, 'username');
  const outcome = await attempt(() => signIn({ username, password: text(form, 'password') }));
  if (!outcome.ok) return refused(outcome, { username });
  await startSession(outcome.ticket);
  return succeeded(nextPath(text(form, 'next')) ?? `/${outcome.user.language}/profile`);
}

export async function submitSignOut(): Promise<void> {
  await endSession();
  await succeeded(`/${await getLocale()}/sign-in`, 'sign-in.notices.signedOut');
}
