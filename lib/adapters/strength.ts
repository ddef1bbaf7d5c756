import { ZxcvbnFactory } from '@zxcvbn-ts/core';

/** How hard a password is to guess: 0 is at once, 4 is very hard. */
export type Strength = 0 | 1 | 2 | 3 | 4;

/** Beyond so many characters a judgement takes long and tells nothing new. */
const MOST = 64;

/**
 * Judges passwords in the browser: the estimate costs more than a key press should where the text is long, and the
 * list that it looks in comes with it.
 *
 * @param common the passwords that people choose most, the most frequent first
 * @param names what guesses would begin with for this person
 */
export function createStrengthMeter(common: string[], names: string[]): (password: string) => Strength {
  const judge = new ZxcvbnFactory({ dictionary: { common } });
  return (password) => judge.check(password.slice(0, MOST), names).score;
}
