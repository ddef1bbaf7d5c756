'use server';

import { signIn, verifySignInCode } from '../../../lib/sign-in';
import { currentClient } from '../../../lib/web/client';
import { type FormState, orUnavailable, refused, succeed } from '../../../lib/web/form';
import { textField } from '../../../lib/web/form-fields';
import { nextPath, withNext } from '../../../lib/web/next-path';
import { markStarted, requestContext } from '../../../lib/web/request-context';
import { endSession } from '../../../lib/web/session';
import { sentTicket, setTicketCookie } from '../../../lib/web/ticket-cookie';
import { clearTyped } from '../../../lib/web/typed-fields';
import { completeSignIn, startAgain } from './complete-sign-in';

export async function submitSignIn(_: FormState, form: FormData): Promise<FormState> {
  markStarted();
  if (!requestContext()?.isSignIn) return succeed('/sign-in'); // posted elsewhere, it would jump the queue
  const username = textField(form, 'username');
  const password = textField(form, 'password');
  const outcome = await orUnavailable(async () => signIn({ username, password }, await currentClient()));
  if (!outcome.ok) return { ...refused(outcome, { username }), isAboutForm: outcome.error === 'sign-in.errors.wrong' };
  const { ticket, needsCode } = outcome;
  const next = nextPath(textField(form, 'next'));
  return needsCode ? askForCode(ticket, next) : completeSignIn(outcome, next);
}

export async function submitSignInCode(_: FormState, form: FormData): Promise<FormState> {
  markStarted();
  const ticket = await sentTicket();
  const next = nextPath(textField(form, 'next'));
  if (!ticket) return startAgain(next);
  const code = textField(form, 'code');
  const outcome = await orUnavailable(async () => verifySignInCode(ticket, { code }, await currentClient()));
  if (outcome.ok) return completeSignIn({ ...outcome, ticket, code }, next);
  return outcome.error === 'sign-in.errors.expired' ? startAgain(next) : refused(outcome);
}

async function askForCode(ticket: string, next: string | undefined): Promise<never> {
  await setTicketCookie(ticket);
  return succeed(withNext('/sign-in/code', next));
}

export async function submitSignOut(): Promise<void> {
  markStarted();
  await endSession();
  await clearTyped();
  await succeed('/sign-in', 'sign-in.notices.signedOut');
}
