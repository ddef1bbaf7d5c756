'use server';

import {
  beginPasskeyCode,
  beginPasskeySignIn,
  signInWithPasskey,
  verifyPasskeyCode,
} from '../../../lib/passkey-sign-in';
import { currentClient } from '../../../lib/web/client';
import { type FormState, orUnavailable, refused, succeed } from '../../../lib/web/form';
import { textField } from '../../../lib/web/form-fields';
import { nextOfPage, nextPath } from '../../../lib/web/next-path';
import { issuePasskeyCookie, passkeyAnswer, passkeyCookie } from '../../../lib/web/passkeys';
import { markStarted, requestContext } from '../../../lib/web/request-context';
import { currentTicket } from '../../../lib/web/ticket-cookie';
import { completeSignIn, startAgain } from '../sign-in/complete-sign-in';
import type { Challenge, NoChallenge } from './ceremony';

export async function beginSignIn(): Promise<Challenge | NoChallenge> {
  markStarted();
  if (!requestContext()?.isSignIn) return succeed('/sign-in'); // posted elsewhere, it would jump the queue
  const get = await beginPasskeySignIn(await issuePasskeyCookie(), await currentClient());
  return get ? { get } : { fault: 'busy' };
}

export async function submitPasskeySignIn(_: FormState, form: FormData): Promise<FormState> {
  markStarted();
  const next = nextPath(textField(form, 'next'));
  const outcome = await orUnavailable(async () => {
    const given = passkeyAnswer(form);
    return given.ok ? signInWithPasskey(given, await passkeyCookie(), await currentClient()) : given;
  });
  return outcome.ok ? completeSignIn(outcome, next) : refused(outcome);
}

export async function beginCode(): Promise<Challenge> {
  markStarted();
  const ticket = await currentTicket();
  const get = ticket && (await beginPasskeyCode(ticket));
  return get ? { get } : startAgain(nextOfPage());
}

export async function submitPasskeyCode(_: FormState, form: FormData): Promise<FormState> {
  markStarted();
  const ticket = await currentTicket();
  const next = nextPath(textField(form, 'next'));
  if (!ticket) return startAgain(next);
  const outcome = await orUnavailable(async () => {
    const given = passkeyAnswer(form);
    return given.ok ? verifyPasskeyCode(ticket, given, await currentClient()) : given;
  });
  return outcome.ok ? completeSignIn({ ...outcome, ticket }, next) : refused(outcome);
}
