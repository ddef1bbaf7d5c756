import type messages from '../messages/en.json';

type Messages = typeof messages;

/** The full key of a message under `<word>.<group>` in messages/en.json. */
type KeyOf<Group extends string> = {
  [Word in keyof Messages]: Messages[Word] extends { [G in Group]: infer Texts }
    ? `${Word}.${Group}.${keyof Texts & string}`
    : never;
}[keyof Messages];

export type ErrorCode = KeyOf<'errors'>;
export type NoticeCode = KeyOf<'notices'>;

/** Why a form was refused. Nothing has changed. */
export type Refusal = {
  ok: false;
  error: ErrorCode;
  field?: string;
  values?: Record<string, string | number>;
  seconds?: number;
  /** The state has changed meanwhile, so the form is no longer on the page. */
  isStale?: true;
};

export type Outcome<Result = unknown> = ({ ok: true } & Result) | Refusal;

export function refuse(error: ErrorCode, field?: string, values?: Refusal['values']): Refusal {
  return { ok: false, error, field, values };
}
