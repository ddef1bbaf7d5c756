import { ZxcvbnFactory } from '@zxcvbn-ts/core';
// The package itself brings its passwords along into the browser: 230 KB compressed.
import adjacencyGraphs from '@zxcvbn-ts/language-common/dist/adjacencyGraphs.json.cjs';

/** How hard a password is to guess, from 0 (guessed at once) to 4. */
export type Strength = 0 | 1 | 2 | 3 | 4;

/** A decimal logarithm of how many guesses it takes. */
export type Estimate = { guessesLog10: number; strength: Strength };

/** Longer texts take seconds, and so do many substitutions such as 4 for a: measured at 64 characters, 1.2 s and 50 ms. */
const MAX_LENGTH = 64;
const MAX_SUBSTITUTIONS = 4;

/**
 * Estimates how hard passwords are to guess, on the server and in the browser.
 *
 * @param common the passwords that people choose most, the most frequent first
 */
export function createEstimator(common: string[]): (password: string, names: string[]) => Estimate {
  const { qwerty, qwertz, azerty } = adjacencyGraphs;
  const zxcvbn = new ZxcvbnFactory({
    dictionary: { common },
    graphs: { qwerty, qwertz, azerty },
    maxLength: MAX_LENGTH,
    l33tMaxSubstitutions: MAX_SUBSTITUTIONS,
  });
  return (password, names) => {
    const { guessesLog10, score } = zxcvbn.check(password, names);
    return { guessesLog10, strength: score };
  };
}

/** The parts of a long password that are looked at. */
export function estimatedParts(password: string): string[] {
  return password.length > MAX_LENGTH ? [password.slice(0, MAX_LENGTH), password.slice(-MAX_LENGTH)] : [password];
}
