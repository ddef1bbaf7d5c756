import { headers } from 'next/headers';
import { RedirectType, redirect } from 'next/navigation';
import type { ReplacedSession, Session } from '../../db/sessions';
import { AVATAR_MAX_BYTES } from '../avatar';
import { type NoticeCode, type Outcome, type Refusal, refuse } from '../outcome';
import { hasEnded } from '../sessions';
import { Unavailable } from '../unavailable';
import { setNotice } from './notice';
import { markStarted, respondUnavailable, setTitle } from './request-context';
import { redirectToSignIn } from './session';
import { translations } from './translations';

/**
 * What a form shows again after a refusal: the reason, the page's title that names it, the name of the field at fault,
 * what was typed, and how long to wait where another try would not be looked at.
 */
export type FormState = {
  message: string;
  title: string;
  field?: string;
  seconds?: number;
  typed: Record<string, string | undefined>;
} | null;

/** A server action as a form uses it. */
export type FormAction = (state: FormState, form: FormData) => Promise<FormState>;

/**
 * More than any rule allows, in whatever Unicode form. What is longer is cut, and so stays too long: to bring a text
 * into a Unicode form can take time that grows with its square, seconds for the longest that passes the gate.
 */
const TEXT_MAX_LENGTH = 4096;

/** The text of a field; empty where it was not sent. */
export function text(form: FormData, name: string): string {
  const value = fieldOf(form, name);
  return typeof value === 'string' ? value.slice(0, TEXT_MAX_LENGTH) : '';
}

/** The file of a field; nothing where none was chosen, which a browser sends as a file without name and bytes. */
export function file(form: FormData, name: string): File | undefined {
  const value = fieldOf(form, name);
  return value instanceof File && (value.name !== '' || value.size > 0) ? value : undefined;
}

/** Whether a box was ticked. */
export function isTicked(form: FormData, name: string): boolean {
  return fieldOf(form, name) !== null;
}

/** The text of those fields that were sent and no longer say what they showed, which the browser sends back. */
export function changed<Name extends string>(
  form: FormData,
  names: Name[],
  shown: Partial<Record<Name, string>> | undefined,
): Partial<Record<Name, string>> {
  const differs = (name: Name) => fieldOf(form, name) !== null && text(form, name) !== shown?.[name];
  return Object.fromEntries(names.filter(differs).map((name) => [name, text(form, name)])) as Partial<
    Record<Name, string>
  >;
}

/** Whoever calls an action without the page may hand it anything: what is no form has no fields. */
function fieldOf(form: FormData, name: string): FormDataEntryValue | null {
  markStarted();
  return form instanceof FormData ? form.get(name) : null;
}

/** Calls what a form is for. Where the server is too busy for it, that is a refusal too, and a 503. */
export async function attempt<Result>(call: () => Promise<Outcome<Result>>): Promise<Outcome<Result>> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    respondUnavailable(error.retryAfterSeconds);
    return refuse('error.errors.busy');
  }
}

/**
 * Calls what a form of somebody signed in is for. It was refused, whatever else it says, where the session has ended
 * meanwhile: then it leads to sign in, and from there back to `path`.
 */
export async function attemptSignedIn<Result>(
  session: Session | ReplacedSession,
  path: string,
  call: () => Promise<Outcome<Result>>,
): Promise<Outcome<Result>> {
  return attempt(async () => {
    const outcome = await call();
    if (!outcome.ok && (await hasEnded(session))) await redirectToSignIn(path, true);
    return outcome;
  });
}

/** Shows the form again, with the reason and what was typed. Never hand it a password or a code. */
export function refused(refusal: Refusal, typed: Record<string, string | undefined> = {}): NonNullable<FormState> {
  const message = translations()(refusal.error, refusal.values);
  return { message, title: titled(message), field: refusal.field, seconds: refusal.seconds, typed };
}

/** Puts what is wrong into the title of the page that is the answer. */
function titled(message: string): string {
  const t = translations('shell');
  const title = t('title', { page: t('refused', { message }) });
  setTitle(title);
  return title;
}

/** What the server in front refused of the form with a file that was sent to the page in hand. */
export async function refusedBefore(): Promise<FormState> {
  const status = (await headers()).get('x-portrait-refused');
  if (status === '413')
    return refused(refuse('avatar.errors.tooLarge', 'avatar', { most: AVATAR_MAX_BYTES / 1024 / 1024 }));
  if (status !== '400') return null;
  const message = translations('error')('statuses.400');
  return { message, title: titled(message), typed: {} };
}

/** Goes on to `path` (303), where the notice is shown. */
export async function succeeded(path: string, notice?: NoticeCode): Promise<never> {
  if (notice) await setNotice(notice);
  redirect(path, RedirectType.replace);
}

/** Goes to `path` (303), which shows what can be done instead, and shows the refusal there. */
export async function overtaken(path: string, { error }: Refusal): Promise<never> {
  await setNotice(error);
  redirect(path, RedirectType.replace);
}
