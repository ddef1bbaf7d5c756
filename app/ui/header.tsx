import type { User } from '../../db/users';
import { appLogo } from '../../lib/app-logo';
import { avatarPath } from '../../lib/avatar';
import { languageTag } from '../../lib/i18n/language-tag';
import { LANGUAGES, LOCALES } from '../../lib/i18n/locales';
import { appName } from '../../lib/settings';
import { pathsInLanguages } from '../../lib/web/next-path';
import { requestContext } from '../../lib/web/request-context';
import { currentLocale, translations } from '../../lib/web/translations';
import { submitSignOut } from '../[locale]/sign-in/actions';
import { LanguageList } from './language-list';
import { Menu } from './menu';
import { PANEL } from './menu-row';
import { PersonMenu } from './person-menu';
import { Icon } from './svg-icon';

/** @param isLimited whether the session opens no avatars yet */
export function PersonHeader({ user, isLimited = false }: { user: User; isLimited?: boolean }) {
  const t = translations();
  return (
    <Bar nameWidth="max-w-1/2 shrink-0">
      <PersonMenu
        person={{ username: user.username, role: user.role, company: user.company }}
        avatar={isLimited ? undefined : avatarPath(user)}
        profile={`/${currentLocale()}/profile`}
        signOut={submitSignOut}
        words={{ menu: t('shell.menu'), settings: t('shell.settings'), signOut: t('sign-in.signOut') }}
      />
    </Bar>
  );
}

export function LanguagesHeader() {
  const t = translations('shell');
  const current = currentLocale();
  const path = pathsInLanguages(requestContext()?.path ?? '/');
  const languages = LOCALES.map((locale) => ({
    href: path(locale),
    lang: languageTag(locale),
    name: LANGUAGES[locale],
    isCurrent: locale === current,
  }));
  return (
    <Bar>
      <Menu name="languages">
        <summary
          className="btn btn-ghost whitespace-nowrap px-3 font-normal"
          aria-label={`${t('languages')}: ${LANGUAGES[current]}`}
        >
          <Icon shape="languages" className="size-4" />
          {LANGUAGES[current]}
          <Icon shape="down" className="size-4" />
        </summary>
        <nav aria-label={t('languages')} className={`${PANEL} w-max min-w-44`}>
          <LanguageList languages={languages} />
        </nav>
      </Menu>
    </Bar>
  );
}

/** A long username doesn't squeeze the product's name. */
function Bar({ nameWidth = 'shrink-999', children }: { nameWidth?: string; children: React.ReactNode }) {
  const locale = currentLocale();
  const logo = appLogo();
  return (
    <header className="border-base-300 border-b bg-base-100">
      <div className="mx-auto flex min-h-16 max-w-2xl items-center gap-4 px-4 lg:max-w-[57rem]">
        <a
          href={`/${locale}`}
          className={`flex min-h-11 min-w-0 items-center gap-2.5 rounded-field font-semibold tracking-tight ${nameWidth}`}
        >
          {logo ? (
            <img src={`/logo/${logo.version}`} alt="" className="h-7 max-w-24 shrink-0 object-contain" />
          ) : (
            <Mark />
          )}
          <bdi className="truncate">{appName()}</bdi>
        </a>
        {children}
      </div>
    </header>
  );
}

/** The mark of public/icon.svg in the page's colours. */
function Mark() {
  return (
    <svg aria-hidden viewBox="0 0 32 32" className="size-7 shrink-0 fill-primary">
      <path d="M16 .5a15.5 15.5 0 1 1 0 31a15.5 15.5 0 1 1 0-31v2a13.5 13.5 0 1 0 0 27a13.5 13.5 0 1 0 0-27M16 8a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9M6.8 23.2a9.6 8 0 0 1 18.4 0a11.5 11.5 0 0 1-18.4 0" />
    </svg>
  );
}
