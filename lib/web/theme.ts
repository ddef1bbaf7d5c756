import { cookies } from 'next/headers';
import { COOKIE_OPTIONS, MAX_COOKIE_SECONDS } from './cookies';
import { isTheme, THEME_COOKIE, type Theme } from './theme-cookie';

export async function currentTheme(): Promise<Theme> {
  const theme = (await cookies()).get(THEME_COOKIE)?.value;
  return isTheme(theme) ? theme : 'system';
}

export async function saveTheme(theme: string): Promise<void> {
  if (!isTheme(theme)) return;
  (await cookies()).set(THEME_COOKIE, theme, { ...COOKIE_OPTIONS, maxAge: MAX_COOKIE_SECONDS });
}
