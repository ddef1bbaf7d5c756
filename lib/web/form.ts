import { refresh } from 'next/cache';
import { notFound, RedirectType, redirect } from 'next/navigation';
import type { ReplacedSession, Session } from '../../db/sessions';
import type { Client } from '../client';
import { isConfirmed } from '../confirm';
import { type NoticeCode, type Outcome, type Refusal, refuse } from '../outcome';
import { isStillAdministrator } from '../people/act';
import { isTwoFactorMissing } from '../required-two-factor';
import { hasEnded } from '../sessions';
import { titled } from '../title';
import { Unavailable } from '../unavailable';
import { currentClient } from './client';
import { textFields } from './form-fields';
import { setNotice } from './notice';
import { addressOf, redirectToConfirm, redirectToSignIn, redirectToTwoFactor } from './redirects';
import { currentAddress, markStarted, requestContext, respondUnavailable, setTitle } from './request-context';
import { currentSession, currentSessionOrReplaced, redirectIfTwoFactorMissing, renewSession } from './session';
import { currentLocale, translations } from './translations';
import { clearTyped, storeTyped } from './typed-fields';

export type FormState = {
  message: string;
  title: string;
  field?: string;
  /** The message is about the whole form, although one field has to be corrected. */
  isAboutForm?: boolean;
  seconds?: number;
  /** Replaces the button's words during that time. */
  tryAgainIn?: string;
  typed: Record<string, string | undefined>;
} | null;

export type FormAction = (state: FormState, form: FormData) => Promise<FormState>;

type Typed = Record<string, string | undefined>;

type Save<Of, Name extends string, Result> = (
  session: Of,
  texts: Record<Name, string>,
  client: Client,
) => Promise<Outcome<Result>>;

/** A form that gives the session a new value recognises its duplicates: see lib/duplicate-form.ts. */
type Saves<Name extends string, Result> =
  | { renewsSession: true; save: Save<Session | ReplacedSession, Name, Result> }
  | { renewsSession?: false; save: Save<Session, Name, Result> };

type SignedInForm<Name extends string, Result> = Saves<Name, Result> & {
  page: string;
  allowsOneTimePassword?: boolean;
  /** Also for users who haven't set up the second factor that REQUIRE_TWO_FACTOR asks for. */
  allowsWithoutTwoFactor?: boolean;
  fields?: readonly Name[];
  /** Shown again after a refusal. Never a password or a code. */
  typed?: Typed;
  /** The form, if what was typed is kept while its user logs in again or confirms: the page reads `readTyped`. */
  typedIn?: string;
  /** The username. A session that has ended has none, so it comes from the browser, unchecked. */
  typedBy?: unknown;
  /** Others get a 404. */
  isForAdministrators?: boolean;
  /** Sends the user to `/confirm` first, unless they confirmed in this session a moment ago. */
  needsConfirmation?: boolean;
  next: string;
  /** An address with its locale, from the `next` of a page: the user goes there instead. */
  returnTo?: string;
  notice?: NoticeCode;
  stale?: string;
  refusesByNotice?: boolean;
};

type Saved = { sessionValue?: string; language?: string; notice?: NoticeCode; next?: string };

export async function submit<Name extends string, Result>(
  form: FormData,
  { page, typed, typedIn, typedBy, next, notice, returnTo, ...options }: SignedInForm<Name, Result>,
): Promise<FormState> {
  markStarted();
  const signInAgain = async () => {
    if (typedIn && typeof typedBy === 'string' && typed) await storeTyped(typedIn, typedBy, typed);
    await setNotice('sign-in.errors.signedOutMeanwhile');
    return redirectToSignIn(page);
  };
  const session = await (options.renewsSession ? currentSessionOrReplaced() : currentSession());
  if (!session) return signInAgain();
  if (session.user.passwordMustChange && !options.allowsOneTimePassword) return succeed('/profile');
  if (!options.allowsWithoutTwoFactor && (await isTwoFactorMissing(session)))
    return redirectToTwoFactor(addressOf(page));
  if (options.isForAdministrators && !session.user.administrator) notFound();
  if (options.needsConfirmation && !isConfirmed(session)) {
    if (typedIn && typed) await storeTyped(typedIn, session.user.username, typed);
    return redirectToConfirm(page);
  }

  const texts = textFields(form, options.fields ?? []);
  const call = async () => {
    const save = options.save as Save<Session | ReplacedSession, Name, Result>;
    const saved = await save(session, texts, await currentClient());
    if (saved.ok) return saved;
    if (await hasEnded(session)) return signInAgain();
    if (options.isForAdministrators && !(await isStillAdministrator(session))) notFound();
    return saved;
  };
  const outcome = await (options.refusesByNotice ? call() : orUnavailable(call));
  if (!outcome.ok && !outcome.isStale && !options.refusesByNotice) return refused(outcome, typed);
  refresh(); // a redirect alone leaves layouts as they are
  if (!outcome.ok) {
    const isShown = options.refusesByNotice && isSentByReactFrom(`/${currentLocale()}${page}`);
    if (!isShown) return redirectWithRefusal(options.stale ?? page, outcome);
    await setNotice(outcome.error);
    return null;
  }

  const { sessionValue, language, ...saved } = outcome as Saved;
  await renewSession(sessionValue);
  if (typedIn) await clearTyped();
  if (returnTo && !saved.next) {
    if (notice) await setNotice(notice);
    redirect(returnTo, RedirectType.replace);
  }
  const address = `/${language ?? currentLocale()}${saved.next ?? next}`;
  await announce(address, saved.notice ?? notice);
  return isSentByReactFrom(address) ? null : redirect(address, RedirectType.replace);
}

/** React updates that page in place, with all that was typed into other forms. */
const isSentByReactFrom = (address: string) => requestContext()?.isScripted === true && currentAddress() === address;

/** Turns `Unavailable` into a refusal and a 503. */
export async function orUnavailable<Result>(call: () => Promise<Outcome<Result>>): Promise<Outcome<Result>> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    respondUnavailable(error.retryAfterSeconds);
    return refuse('error.errors.busy');
  }
}

/** Never pass it a password or a code. */
export function refused(refusal: Refusal, typed: Typed = {}): NonNullable<FormState> {
  const { error, field, values, seconds } = refusal;
  const message = translations()(error, values);
  const tryAgainIn = seconds === undefined ? undefined : translations('sign-in')('tryAgainIn', { time: '{time}' });
  return { message, title: setErrorTitle(message), field, seconds, tryAgainIn, typed };
}

function setErrorTitle(message: string): string {
  const title = titled(translations('shell')('refused', { message }));
  setTitle(title);
  return title;
}

/** The refusal of an upload whose body the server rejected before the action. */
export function refusedBefore(tooLarge: Refusal): FormState {
  const status = requestContext()?.refused;
  if (status === 413) return refused(tooLarge);
  if (status !== 400) return null;
  const message = translations('error')('statuses.400');
  return { message, title: setErrorTitle(message), typed: {} };
}

/** Redirects (303) to a page, given without its locale, that shows the notice. */
export async function succeed(page: string, notice?: NoticeCode, locale: string = currentLocale()): Promise<never> {
  const address = `/${locale}${page}`;
  await announce(address, notice);
  redirect(address, RedirectType.replace);
}

/** Sets the notice of the page that follows. Instead of the profile, a second factor may have to be set up first. */
async function announce(address: string, notice?: NoticeCode): Promise<void> {
  if (notice) await setNotice(notice);
  if (/^\/\w+\/profile$/.test(address)) await redirectIfTwoFactorMissing(address);
}

export async function redirectWithRefusal(page: string, { error }: Refusal): Promise<never> {
  await setNotice(error);
  redirect(`/${currentLocale()}${page}`, RedirectType.replace);
}
