import { RedirectType, redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Busy } from '../busy';
import { type NoticeCode, type Outcome, type Refusal, refuse } from '../outcome';
import { answerUnavailable } from './answer';
import { leaveNotice } from './notice';

/**
 * What a form shows again after a refusal: the reason, the name of the field at fault, what was typed, and how
 * long to wait where another try would not be looked at.
 */
export type FormState = {
  message: string;
  field?: string;
  seconds?: number;
  typed: Record<string, string | undefined>;
} | null;

/** A server action as a form uses it. */
export type FormAction = (state: FormState, form: FormData) => Promise<FormState>;

/**
 * More than any rule allows, in whatever Unicode form. What is longer is cut, and so stays too long: to bring a text
 * into a Unicode form can take time that grows with its square, a minute for a quarter of a megabyte.
 */
const TEXT_MAX_LENGTH = 4096;

/** The text of a field; empty where it was not sent. */
export function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.slice(0, TEXT_MAX_LENGTH) : '';
}

/** The file of a field; nothing where none was chosen, which a browser sends as a file without name and bytes. */
export function file(form: FormData, name: string): File | undefined {
  const value = form.get(name);
  return value instanceof File && (value.name !== '' || value.size > 0) ? value : undefined;
}

/** The text of those fields of `shown` that were sent and no longer say what they showed. */
export function changed<Shown extends Record<string, string>>(form: FormData, shown: Shown): Partial<Shown> {
  const differs = (name: string) => form.has(name) && text(form, name) !== shown[name];
  const names = Object.keys(shown).filter(differs);
  return Object.fromEntries(names.map((name) => [name, text(form, name)])) as Partial<Shown>;
}

/** Calls what a form is for. Where the server is too busy for it, that is a refusal too, and a 503. */
export async function attempt<Result>(call: () => Promise<Outcome<Result>>): Promise<Outcome<Result>> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof Busy)) throw error;
    answerUnavailable(error.retryAfterSeconds);
    return refuse('error.errors.busy');
  }
}

/** Shows the form again, with the reason and what was typed. Never hand it a password or a code. */
export async function refused(refusal: Refusal, typed: Record<string, string | undefined> = {}): Promise<FormState> {
  const t = await getTranslations();
  return { message: t(refusal.error, refusal.values), field: refusal.field, seconds: refusal.seconds, typed };
}

/** Goes on to `path` (303), where the notice is shown. */
export async function succeeded(path: string, notice?: NoticeCode): Promise<never> {
  if (notice) await leaveNotice(notice);
  redirect(path, RedirectType.replace);
}

/** Goes to `path` (303), which shows what can be done instead, and shows the refusal there. */
export async function overtaken(path: string, { error }: Refusal): Promise<never> {
  await leaveNotice(error);
  redirect(path, RedirectType.replace);
}
