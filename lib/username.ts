import isEmail from 'validator/lib/isEmail.js';
import { foldCase } from './fold-case';
import { type Outcome, refuse } from './outcome';

/** RFC 5321, section 4.5.3.1.3, less the angle brackets. */
const USERNAME_MAX_LENGTH = 254;

/** Control, format, private and unassigned characters, every space, and what is drawn as nothing. */
const INVISIBLE = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u;

/** Reads a username as typed: an e-mail address, without the space around it, in NFC. */
export function parseUsername(typed: string, field = 'username'): Outcome<{ username: string }> {
  const username = typed.trim().normalize('NFC');
  if (username === '') return refuse('profile.errors.usernameMissing', field);
  if (username.length > USERNAME_MAX_LENGTH)
    return refuse('profile.errors.usernameTooLong', field, { most: USERNAME_MAX_LENGTH });
  if (INVISIBLE.test(username)) return refuse('profile.errors.usernameInvisible', field);
  if (!isEmail(username)) return refuse('profile.errors.usernameNotAnAddress', field);
  return { ok: true, username };
}

/** What two spellings of one username have in common: the space around it, Unicode form and case do not matter. */
export function usernameKey(username: string): string {
  return foldCase(username.trim());
}
