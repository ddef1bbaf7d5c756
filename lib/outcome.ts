import type messages from '../messages/en.json';

type Messages = typeof messages;

/** The full key of a message that stands under `<word>.<group>` in messages/en.json. */
type KeyOf<Group extends string> = {
  [Word in keyof Messages]: Messages[Word] extends { [G in Group]: infer Texts }
    ? `${Word}.${Group}.${keyof Texts & string}`
    : never;
}[keyof Messages];

export type ErrorCode = KeyOf<'errors'>;
export type NoticeCode = KeyOf<'notices'>;

/** A form that was not accepted: nothing has changed, and this is why. */
export type Refusal = {
  ok: false;
  error: ErrorCode;
  /** The name of the field at fault; none where it is the whole form. */
  field?: string;
  /** The numbers and words that the message names. */
  values?: Record<string, string | number>;
  /** How long to wait before another try is looked at. */
  seconds?: number;
  /** The state has changed meanwhile, in another window or with time, and the form that was sent is there no more. */
  isStale?: true;
};

export type Outcome<Result = unknown> = ({ ok: true } & Result) | Refusal;

/** Says no, with the reason. */
export function refuse(error: ErrorCode, field?: string, values?: Refusal['values']): Refusal {
  return { ok: false, error, field, values };
}
