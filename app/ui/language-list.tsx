'use client';

import { useRouter } from 'next/navigation';
import type { MouseEvent } from 'react';
import { ROW } from './menu-row';
import { Icon } from './svg-icon';

type Language = { href: string; lang: string; name: string; isCurrent: boolean };

export function LanguageList({ languages }: { languages: Language[] }) {
  const router = useRouter();
  // Next's Link does this, too, but adds 2 kB to every page.
  const go = (event: MouseEvent<HTMLAnchorElement>) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    router.push(event.currentTarget.getAttribute('href') as string);
  };
  return (
    <ul>
      {languages.map(({ href, lang, name, isCurrent }) => (
        <li key={lang}>
          <a
            href={href}
            onClick={go}
            lang={lang}
            hrefLang={lang}
            aria-current={isCurrent || undefined}
            className={`${ROW} aria-current:font-semibold`}
          >
            {name}
            {isCurrent && <Icon shape="check" className="ms-auto size-4" />}
          </a>
        </li>
      ))}
    </ul>
  );
}
