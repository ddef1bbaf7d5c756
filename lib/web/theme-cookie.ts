import { cookieName, cookiesIn } from './cookies';

/** `system` follows the browser; the others are set on `<html>` and styled in app/globals.css. */
const THEMES = ['system', 'light', 'dark', 'contrast'] as const;

export type Theme = (typeof THEMES)[number];

/** Belongs to the browser, not to the user: one screen may be read at night and another in the sun. */
export const THEME_COOKIE = cookieName('portrait-theme');

export const isTheme = (value: unknown): value is Theme => THEMES.includes(value as Theme);

export function themeIn(header = ''): Theme {
  const value = cookiesIn(header).get(THEME_COOKIE)?.value;
  return isTheme(value) ? value : 'system';
}
