import { cookies } from 'next/headers';
import { cookieName, IS_SECURE } from './cookies';

/** How the pages can look. `system` is as the browser prefers; the others stand on `<html>` and in app/globals.css. */
export const THEMES = ['system', 'light', 'dark', 'contrast'] as const;

export type Theme = (typeof THEMES)[number];

/** It belongs to the browser, not to the person: the same person may read one screen at night and one in the sun. */
const THEME_COOKIE = cookieName('portrait-theme');

/** The longest that browsers keep a cookie (RFC 6265bis, section 5.5). */
const THEME_SECONDS = 400 * 24 * 3600;

const isTheme = (value: unknown): value is Theme => THEMES.includes(value as Theme);

export async function currentTheme(): Promise<Theme> {
  const kept = (await cookies()).get(THEME_COOKIE)?.value;
  return isTheme(kept) ? kept : 'system';
}

/** Keeps how this browser is to show the pages; what is no theme changes nothing. */
export async function saveTheme(asked: string): Promise<void> {
  if (!isTheme(asked)) return;
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure: IS_SECURE, maxAge: THEME_SECONDS } as const;
  (await cookies()).set(THEME_COOKIE, asked, options);
}
