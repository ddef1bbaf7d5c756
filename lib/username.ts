import { domainToASCII } from 'node:url';
import isEmail from 'validator/lib/isEmail.js';
import { transaction } from '../db';
import { findUserByKey, listUsernames, rekeyUser, type User } from '../db/users';
import { log } from './adapters/log';
import { foldCase } from './fold-case';
import { type Outcome, refuse } from './outcome';

/** RFC 5321, section 4.5.3.1.3, without the angle brackets. */
const USERNAME_MAX_LENGTH = 254;

/** Decomposed, a text is at most four times as long (Unicode FAQ, "Normalization"). */
const TYPED_MAX_LENGTH = 4 * USERNAME_MAX_LENGTH;

/** Control, format, private and unassigned characters, every space, and invisible characters. */
const INVISIBLE = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u;

/** These end a host or are decoded in it, so `a@example.com/b` would be read as `a@example.com`. */
const URL_SYNTAX = /[%/?#\\:@[\]]/;

/** A username is an e-mail address, trimmed and in NFC. */
export function parseUsername(typed: string, field = 'username'): Outcome<{ username: string }> {
  const username = composed(typed);
  if (username === '') return refuse('profile.errors.usernameMissing', field);
  if (username.length > USERNAME_MAX_LENGTH)
    return refuse('profile.errors.usernameTooLong', field, { most: USERNAME_MAX_LENGTH });
  if (INVISIBLE.test(username)) return refuse('profile.errors.usernameInvisible', field);
  if (!isEmail(username) || asciiDomain(split(username)[1]) === '')
    return refuse('profile.errors.usernameNotAnAddress', field);
  return { ok: true, username };
}

/**
 * Trimmed and in NFC. Normalization and punycode can take quadratic time, so a text that is too long for a username in
 * any form is cut, to a length that is still too long.
 */
const composed = (typed: string) =>
  typed
    .trim()
    .slice(0, TYPED_MAX_LENGTH + 1)
    .normalize('NFC');

/**
 * One key for every spelling of a username: ignores case, surrounding space and Unicode form, and has the domain in
 * punycode (UTS #46, non-transitional: `faß.example` and `fass.example` differ). What is too long for a username is its
 * own key.
 */
export function usernameKey(typed: string): string {
  const username = composed(typed);
  if (username.length > USERNAME_MAX_LENGTH) return username;
  const [local, domain] = split(username);
  const ascii = asciiDomain(domain);
  return `${foldCase(local)}${ascii ? `@${ascii}` : foldCase(domain && `@${domain}`)}`;
}

function split(username: string): [string, string] {
  const at = username.lastIndexOf('@');
  return at < 0 ? [username, ''] : [username.slice(0, at), username.slice(at + 1)];
}

function asciiDomain(domain: string): string {
  return URL_SYNTAX.test(domain) || INVISIBLE.test(domain) ? '' : domainToASCII(domain);
}

const isAscii = (text: string) => /^[\x20-\x7e]*$/.test(text);

/**
 * Two accounts that had different keys may now have the same one. The one that kept its former key, which only an
 * internationalized domain has and whose domain isn't in punycode, is found by that spelling.
 */
export async function findUserByUsername(typed: string): Promise<User | undefined> {
  const username = composed(typed);
  if (username.length > USERNAME_MAX_LENGTH) return undefined;
  const former = foldCase(username);
  const kept = isAscii(split(former)[1]) ? undefined : await findUserByKey(former);
  return kept ?? findUserByKey(usernameKey(username));
}

/** Updates all keys to this release. An account whose new key is taken keeps its own, and is logged. */
export async function updateUsernameKeys(): Promise<void> {
  for (const { id, username, usernameKey: key } of await listUsernames()) {
    const newKey = usernameKey(username);
    if (newKey === key || (await transaction((on) => rekeyUser(on, id, newKey)))) continue;
    const other = await findUserByKey(newKey);
    log.warn(
      { user: id, other: other?.id },
      `Two accounts have the same address: ${username} and ${other?.username}. Each can log in with its own spelling. Change the username of one of them, or disable it.`,
    );
  }
}
