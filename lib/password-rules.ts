import { foldCase } from './fold-case';

// Also runs in the browser, so nothing that only a server has may be imported here.

const PRODUCT = 'portrait';

/** In Unicode code points, as NIST SP 800-63B-4, section 3.1.1.2, counts them. */
export function passwordLength(password: string): number {
  return [...password.normalize('NFC')].length;
}

/** A password without case, spaces and repetitions. */
export function passwordUnit(password: string): string {
  return repeatedUnit(foldCase(password).replace(/\s/g, ''));
}

/** Whether a password is only the username, or the part of it before the @. */
export function saysUsername(unit: string, username: string): boolean {
  const key = foldCase(username.trim());
  return [key, key.split('@')[0] as string].map(repeatedUnit).includes(unit);
}

export function saysProduct(unit: string): boolean {
  return unit === PRODUCT;
}

/** The shortest text whose repetition gives `text`. */
function repeatedUnit(text: string): string {
  return text.slice(0, (text + text).indexOf(text, 1));
}
