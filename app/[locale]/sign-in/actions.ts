'use server';

import type { User } from '../../../db/users';
import { refuse } from '../../../lib/outcome';
import { signIn, verifySignInCode } from '../../../lib/sign-in';
import { currentClient } from '../../../lib/web/client';
import { attempt, type FormState, overtaken, refused, succeeded, text } from '../../../lib/web/form';
import { nextPath, withNext } from '../../../lib/web/next-path';
import { currentSession, currentTicket, endSession, setTicketCookie, startSession } from '../../../lib/web/session';
import { currentLocale } from '../../../lib/web/translations';

export async function submitSignIn(_: FormState, form: FormData): Promise<FormState> {
  const username = text(form, 'username');
  const outcome = await attempt(async () =>
    signIn({ username, password: text(form, 'password') }, await currentClient()),
  );
  if (!outcome.ok) return refused(outcome, { username });
  const { user, ticket, owesCode } = outcome;
  const next = nextPath(text(form, 'next'));
  return owesCode ? askForCode(ticket, next) : enter(user, ticket, next);
}

export async function submitSignInCode(_: FormState, form: FormData): Promise<FormState> {
  const ticket = await currentTicket();
  const next = nextPath(text(form, 'next'));
  if (!ticket) return startAgain(next);
  const outcome = await attempt(async () =>
    verifySignInCode(ticket, { code: text(form, 'code') }, await currentClient()),
  );
  if (!outcome.ok) return refused(outcome);
  return enter(outcome.user, ticket, next);
}

async function askForCode(ticket: string, next: string | undefined): Promise<never> {
  await setTicketCookie(ticket);
  return succeeded(withNext(`/${currentLocale()}/sign-in/code`, next));
}

async function enter(user: User, ticket: string, next: string | undefined): Promise<never> {
  return (await startSession(user, ticket)) ? succeeded(next ?? `/${user.language}/profile`) : startAgain(next);
}

/** Leads back to the password; who has signed in meanwhile, in another window, only goes on from there. */
async function startAgain(next: string | undefined): Promise<never> {
  const path = withNext(`/${currentLocale()}/sign-in`, next);
  return (await currentSession()) ? succeeded(path) : overtaken(path, refuse('sign-in.errors.expired'));
}

export async function submitSignOut(): Promise<void> {
  await endSession();
  await succeeded(`/${currentLocale()}/sign-in`, 'sign-in.notices.signedOut');
}
