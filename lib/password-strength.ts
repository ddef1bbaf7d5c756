import { createEstimator, type Estimate, estimatedParts, type Strength } from './adapters/strength';
import { passwordUnit } from './password-rules';

/** Also used in the browser, so both give the same result. */
type PasswordStrength = { strength: Strength; fault?: 'common' | 'predictable' };
export type StrengthMeter = (password: string, username: string) => PasswordStrength;

/** Fewer guesses mean a pattern; zxcvbn's highest score begins here. A decimal logarithm. */
const ENOUGH = 10;

/** A password shorter than the default minimum needs fewer; a random character counts as 1. */
const ENOUGH_PER_CHARACTER = 0.7;

export function createStrengthMeter(common: string[]): StrengthMeter {
  const words = new Set(common);
  const estimate = createEstimator(common);
  return (password, username) => {
    const unit = passwordUnit(password);
    if ([...unit].length < 2 || words.has(password.toLowerCase()) || words.has(unit))
      return { strength: 0, fault: 'common' };
    const names = [username, username.split('@')[0] as string, 'portrait'];
    const hardest = estimatedParts(password.normalize('NFKC'))
      .map((part) => easiest([part, withoutRuns(part)].map((spelling) => estimate(spelling, names))))
      .reduce((one, other) => (one.guessesLog10 > other.guessesLog10 ? one : other));
    const enough = Math.min(ENOUGH, ENOUGH_PER_CHARACTER * [...password].length);
    const { strength, guessesLog10 } = hardest;
    return guessesLog10 < enough ? { strength: Math.min(strength, 1) as Strength, fault: 'predictable' } : { strength };
  };
}

const easiest = (estimates: Estimate[]) =>
  estimates.reduce((one, other) => (one.guessesLog10 < other.guessesLog10 ? one : other));

/** Shortens every run of a character to one: 11223344 is counting, too. */
const withoutRuns = (text: string) => text.replace(/(.)\1+/gsu, '$1');
