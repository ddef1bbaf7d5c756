'use client';

import Link from 'next/link';
import { LANGUAGES, LOCALES, type Locale, languageTag } from '../../lib/i18n/locales';
import { ROW } from './menu-row';
import { Icon } from './svg-icon';

/** @param paths one for each of LOCALES */
export function LanguageList({ current, paths }: { current: Locale; paths: string[] }) {
  return (
    <ul>
      {LOCALES.map((locale, n) => (
        <li key={locale}>
          <Link
            href={paths[n] as string}
            prefetch={false}
            lang={languageTag(locale)}
            hrefLang={languageTag(locale)}
            aria-current={locale === current || undefined}
            className={`${ROW} aria-current:font-semibold`}
          >
            {LANGUAGES[locale]}
            {locale === current && <Icon shape="check" className="ms-auto size-4" />}
          </Link>
        </li>
      ))}
    </ul>
  );
}
