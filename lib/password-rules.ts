import { foldCase } from './fold-case';

// Also runs in the browser: import nothing that needs a server.

const PRODUCT = 'portrait';

/** In Unicode code points (NIST SP 800-63B-4, section 3.1.1.2). */
export function passwordLength(password: string): number {
  return [...password.normalize('NFC')].length;
}

/** The same text may be typed in different Unicode forms. */
export function isSamePassword(one: string, other: string): boolean {
  return one.normalize('NFC') === other.normalize('NFC');
}

/** A password without repetition, case and space, as compared with names and common passwords. */
export function passwordUnit(password: string): string {
  return repeatedUnit(foldCase(password).replace(/\s/g, ''));
}

export function matchesUsername(unit: string, username: string): boolean {
  const key = foldCase(username.trim());
  return [key, key.split('@')[0] as string].map(repeatedUnit).includes(unit);
}

export function matchesProduct(unit: string, product: string): boolean {
  return [PRODUCT, passwordUnit(product)].includes(unit);
}

function repeatedUnit(text: string): string {
  return text.slice(0, (text + text).indexOf(text, 1));
}
