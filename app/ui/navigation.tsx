import type { User } from '../../db/users';
import { knowsApplications } from '../../lib/applications';
import { requestContext } from '../../lib/web/request-context';
import { currentLocale, translations } from '../../lib/web/translations';
import { type NavigationLink, NavigationList } from './navigation-list';

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

export function Navigation({ user }: { user: User }) {
  const t = translations();
  const home = `/${currentLocale()}`;
  const here = requestContext()?.path.split('?', 1)[0]?.slice(home.length) ?? '';
  const links = ENTRIES.filter(({ isFor }) => isFor?.(user) ?? true).map((entry) => ({
    href: `${home}/${entry.word}`,
    text: t(`${entry.word}.title`),
    current: currentness(entry, here),
  }));
  return <NavigationList label={t('shell.navigation')} links={links} />;
}

function currentness({ word, parts = [] }: Entry, here: string): NavigationLink['current'] {
  if (here === `/${word}`) return 'page';
  return [`/${word}`, ...parts].some((part) => `${here}/`.startsWith(`${part}/`)) ? 'true' : undefined;
}
