import type messages from '../messages/en.json';

type Messages = typeof messages;

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
  isStale?: true;
};

export type Outcome<Result = unknown> = ({ ok: true } & Result) | Refusal;

export function refuse(error: ErrorCode, field?: string, values?: Refusal['values']): Refusal {
  return { ok: false, error, field, values };
}
