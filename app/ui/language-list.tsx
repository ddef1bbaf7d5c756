'use client';

import { useRouter } from 'next/navigation';
import type { MouseEvent } from 'react';
import { LANGUAGES, LOCALES, type Locale, languageTag } from '../../lib/i18n/locales';
import { ROW } from './menu-row';
import { Icon } from './svg-icon';

/** @param paths one for each of LOCALES */
export function LanguageList({ current, paths }: { current: Locale; paths: string[] }) {
  const router = useRouter();
  // Next's Link does this, too, but adds 2 kB to every page.
  const go = (event: MouseEvent<HTMLAnchorElement>) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    router.push(event.currentTarget.getAttribute('href') as string);
  };
  return (
    <ul>
      {LOCALES.map((locale, n) => (
        <li key={locale}>
          <a
            href={paths[n]}
            onClick={go}
            lang={languageTag(locale)}
            hrefLang={languageTag(locale)}
            aria-current={locale === current || undefined}
            className={`${ROW} aria-current:font-semibold`}
          >
            {LANGUAGES[locale]}
            {locale === current && <Icon shape="check" className="ms-auto size-4" />}
          </a>
        </li>
      ))}
    </ul>
  );
}
