import type { StrengthMeter } from '../../../lib/password-strength';

export type { StrengthMeter };

/**
 * Loads the strength meter only when someone types a new password: its word list is larger than the rest of the page.
 */
export async function loadStrengthMeter(): Promise<StrengthMeter> {
  const [{ createStrengthMeter }, common] = await Promise.all([import('../../../lib/password-strength'), fetchList()]);
  return createStrengthMeter(common);
}

async function fetchList(): Promise<string[]> {
  const response = await fetch('/common-passwords.txt');
  if (!response.ok) throw new Error(`the list of common passwords answered ${response.status}`);
  return (await response.text()).split('\n');
}
