import { matchesProduct, matchesUsername, passwordUnit } from '../../../lib/password-rules';
import { createStrengthMeter } from '../../../lib/password-strength';

export type Names = { username: string; product: string };
export type StrengthMeter = Awaited<ReturnType<typeof loadStrengthMeter>>;

/** Its list of common passwords is larger than the rest of the page, so this is loaded on use. */
export async function loadStrengthMeter() {
  const response = await fetch('/common-passwords.txt');
  if (!response.ok) throw new Error(`the list of common passwords answered ${response.status}`);
  const measure = createStrengthMeter((await response.text()).split('\n'));
  return (password: string, { username, product }: Names) => {
    const { strength, fault } = measure(password, username);
    const unit = passwordUnit(password);
    const own = !matchesUsername(unit, username) && !matchesProduct(unit, product);
    return { strength, rules: { own, uncommon: fault === undefined } };
  };
}
