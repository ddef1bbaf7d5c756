import type { User } from '../../db/users';
import { knowsApplications } from '../../lib/applications';
import { requestContext } from '../../lib/web/request-context';
import { currentLocale, translations } from '../../lib/web/translations';

type Entry = {
  /** Its page is `/{word}`, and its text the message `{word}.title`. */
  word: 'profile' | 'passkeys' | 'sessions' | 'activity' | 'applications' | 'people';
  /** Pages elsewhere that belong to it. */
  parts?: string[];
  /** Runs on every page: looks at the user or a setting, and never queries. */
  isFor?: (user: User) => boolean;
};

const ENTRIES: Entry[] = [
  { word: 'profile', parts: ['/two-factor'] },
  { word: 'passkeys' },
  { word: 'sessions' },
  { word: 'activity' },
  { word: 'applications', isFor: knowsApplications },
  { word: 'people', isFor: ({ administrator }) => administrator },
];

/** Beside the content on wide windows, above it on others. */
export function Navigation({ user }: { user: User }) {
  const t = translations();
  const home = `/${currentLocale()}`;
  const here = requestContext()?.path.split('?', 1)[0]?.slice(home.length) ?? '';
  return (
    <nav aria-label={t('shell.navigation')} className="lg:sticky lg:top-10 lg:w-44 lg:shrink-0 lg:self-start">
      <ul className="-mx-3 flex flex-wrap gap-1 lg:flex-col">
        {ENTRIES.filter(({ isFor }) => isFor?.(user) ?? true).map((entry) => (
          <li key={entry.word}>
            <a
              href={`${home}/${entry.word}`}
              aria-current={currentness(entry, here)}
              className="flex min-h-9 items-center rounded-field px-3 py-1 text-muted hover:bg-base-content/10 aria-[current]:bg-base-content/10 aria-[current]:font-medium aria-[current]:text-base-content pointer-coarse:min-h-11 contrast:aria-[current]:underline forced-colors:aria-[current]:underline"
            >
              {t(`${entry.word}.title`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function currentness({ word, parts = [] }: Entry, here: string): 'page' | 'true' | undefined {
  if (here === `/${word}`) return 'page';
  return [`/${word}`, ...parts].some((part) => `${here}/`.startsWith(`${part}/`)) ? 'true' : undefined;
}
