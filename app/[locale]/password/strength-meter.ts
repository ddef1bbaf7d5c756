import type { Strength } from '../../../lib/adapters/strength';
import { passwordUnit } from '../../../lib/password-rules';

/** What only a list can tell of a password. */
export type StrengthMeter = (password: string) => { isCommon: boolean; strength: Strength };

/** Fetches what judging takes, which is more than all the rest of the page: only who types a new password pays for it. */
export async function loadStrengthMeter(username: string): Promise<StrengthMeter> {
  const [{ createStrengthMeter }, list] = await Promise.all([import('../../../lib/adapters/strength'), fetchList()]);
  const common = new Set(list);
  const strength = createStrengthMeter(list, [username, username.split('@')[0] as string, 'portrait']);
  return (password) => {
    const unit = passwordUnit(password);
    const isCommon = [...unit].length < 2 || common.has(password.toLowerCase()) || common.has(unit);
    return { isCommon, strength: isCommon ? 0 : strength(password) };
  };
}

async function fetchList(): Promise<string[]> {
  const response = await fetch('/common-passwords.txt');
  if (!response.ok) throw new Error(`the list of common passwords answered ${response.status}`);
  return (await response.text()).split('\n');
}
