import { redirect } from 'next/navigation';
import { localeOfPath } from '../i18n/locales';
import { withNext } from './next-path';
import { currentLocale } from './translations';

export function redirectToSignIn(path: string): never {
  const locale = currentLocale();
  redirect(withNext(`/${locale}/sign-in`, `/${locale}${path}`));
}

/** @param next the address that the user comes back to */
export function redirectToTwoFactor(next: string): never {
  redirect(withNext(`/${localeOfPath(next) ?? currentLocale()}/two-factor`, next));
}

/** @param path without its locale: the page that the user comes back to */
export function redirectToConfirm(path: string): never {
  const locale = currentLocale();
  redirect(withNext(`/${locale}/confirm`, `/${locale}${path}`));
}
