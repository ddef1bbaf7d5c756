import { redirect } from 'next/navigation';
import { localeOfPath } from '../i18n/locales';
import { withNext } from './next-path';
import { currentAddress } from './request-context';
import { currentLocale } from './translations';

/** @param path without its locale: the page that the user comes back to */
export function redirectToSignIn(path: string): never {
  redirect(withNext(`/${currentLocale()}/sign-in`, addressOf(path)));
}

/** @param next the address that the user comes back to */
export function redirectToTwoFactor(next: string): never {
  redirect(withNext(`/${localeOfPath(next) ?? currentLocale()}/two-factor`, next));
}

/** @param path without its locale: the page that the user comes back to */
export function redirectToConfirm(path: string): never {
  redirect(withNext(`/${currentLocale()}/confirm`, addressOf(path)));
}

/** The address of a page. If it's the current one, it keeps its query: the user comes back to the same part of a list. */
export function addressOf(path: string): string {
  const address = `/${currentLocale()}${path}`;
  const here = currentAddress();
  return here.startsWith(`${address}?`) ? here : address;
}
