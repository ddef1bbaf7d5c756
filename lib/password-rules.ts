import { foldCase } from './fold-case';

/**
 * What of a new password can be judged without a database. The page judges by the same, as one types, so nothing that
 * only a server has may be imported here.
 */

const PRODUCT = 'portrait';

/** In Unicode code points, as NIST SP 800-63B-4, section 3.1.1.2, counts them. */
export function passwordLength(password: string): number {
  return [...password.normalize('NFC')].length;
}

/** What a password says, but for case and space, and said once only. */
export function passwordUnit(password: string): string {
  return repeatedUnit(foldCase(password).replace(/\s/g, ''));
}

/** Whether a password says no more than the username, or the part of it before the @. */
export function saysUsername(unit: string, username: string): boolean {
  const key = foldCase(username.trim());
  return [key, key.split('@')[0] as string].map(repeatedUnit).includes(unit);
}

/** Whether a password says no more than the name of this system. */
export function saysProduct(unit: string): boolean {
  return unit === PRODUCT;
}

/** The shortest text that, written again and again, gives `text`: itself, if there is no shorter one. */
function repeatedUnit(text: string): string {
  return text.slice(0, (text + text).indexOf(text, 1));
}
