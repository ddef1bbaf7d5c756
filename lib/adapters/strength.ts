import { ZxcvbnFactory } from '@zxcvbn-ts/core';
// The package's own entry adds its password list to the browser's code: 230 KB compressed.
import adjacencyGraphs from '@zxcvbn-ts/language-common/dist/adjacencyGraphs.json.cjs';

export type Strength = 0 | 1 | 2 | 3 | 4;

export type Estimate = { guessesLog10: number; strength: Strength };

/**
 * Longer texts take seconds, and so do many substitutions such as 4 for a: measured at 64 characters, 1.2 s and 50 ms.
 */
const MAX_LENGTH = 64;
const MAX_SUBSTITUTIONS = 4;

/**
 * Runs on the server and in the browser.
 * @param common the most common passwords, by frequency
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

export function estimatedParts(password: string): string[] {
  return password.length > MAX_LENGTH ? [password.slice(0, MAX_LENGTH), password.slice(-MAX_LENGTH)] : [password];
}
