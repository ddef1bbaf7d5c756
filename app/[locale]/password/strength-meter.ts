import { createStrengthMeter, type StrengthMeter } from '../../../lib/password-strength';

export type { StrengthMeter };

export async function loadStrengthMeter(): Promise<StrengthMeter> {
  const response = await fetch('/common-passwords.txt');
  if (!response.ok) throw new Error(`the list of common passwords answered ${response.status}`);
  return createStrengthMeter((await response.text()).split('\n'));
}
