import { getRequestConfig } from 'next-intl/server';
import { DEFAULT_LOCALE, isLocale } from './locales';

/** What next-intl needs to know of a request. The server names the locale of the address in a header. */
export default getRequestConfig(async ({ requestLocale }) => {
  const asked = await requestLocale;
  const locale = isLocale(asked) ? asked : DEFAULT_LOCALE;
  return { locale, timeZone: 'UTC', messages: (await import(`../../messages/${locale}.json`)).default };
});
