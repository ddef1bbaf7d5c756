import type { User } from '../../db/users';
import { appLogo } from '../../lib/app-logo';
import { LANGUAGES, LOCALES } from '../../lib/i18n/locales';
import { appName } from '../../lib/settings';
import { pathInLanguage } from '../../lib/web/next-path';
import { requestContext } from '../../lib/web/request-context';
import { currentLocale, translations } from '../../lib/web/translations';
import { submitSignOut } from '../[locale]/sign-in/actions';
import { Avatar } from './avatar';
import { LanguageList } from './language-list';
import { Menu } from './menu';
import { ROW } from './menu-row';
import { Person } from './person';
import { Icon } from './svg-icon';

/** Above notices (z-10). */
const PANEL = 'dropdown-content z-30 mt-1 rounded-box border border-base-300 bg-base-100 p-2 shadow-lg';

/** @param isLimited whether the session opens no avatars yet */
export function PersonHeader({ user, isLimited = false }: { user: User; isLimited?: boolean }) {
  const t = translations();
  const locale = currentLocale();
  return (
    <Bar nameWidth="max-w-1/2 shrink-0">
      <Menu name="person">
        <summary
          className="btn btn-ghost max-w-full flex-nowrap gap-2.5 px-3 font-normal"
          aria-label={`${t('shell.menu')}: ${user.username}`}
        >
          <bdi className="truncate">{user.username}</bdi>
          {!isLimited && <Avatar user={user} size={32} />}
        </summary>
        <div className={`${PANEL} w-80 max-w-[calc(100vw-2rem)]`}>
          <div className="mb-2 flex items-center gap-4 border-base-300 border-b px-3 pt-2 pb-4">
            {!isLimited && <Avatar user={user} size={48} />}
            <div className="min-w-0">
              <Person user={user} />
            </div>
          </div>
          <ul>
            <li>
              <a href={`/${locale}/profile`} className={ROW}>
                <Icon shape="settings" className="size-4" />
                {t('shell.settings')}
              </a>
            </li>
            <li>
              <form id="sign-out" action={submitSignOut}>
                <button type="submit" className={ROW}>
                  <Icon shape="out" className="size-4 rtl:-scale-x-100" />
                  {t('sign-in.signOut')}
                </button>
              </form>
            </li>
          </ul>
        </div>
      </Menu>
    </Bar>
  );
}

export function LanguagesHeader() {
  const t = translations('shell');
  const current = currentLocale();
  const here = requestContext()?.path ?? '/';
  return (
    <Bar>
      <Menu name="languages">
        <summary className="btn btn-ghost px-3 font-normal" aria-label={`${t('languages')}: ${LANGUAGES[current]}`}>
          <Icon shape="languages" className="size-4" />
          {LANGUAGES[current]}
          <Icon shape="down" className="size-4" />
        </summary>
        <nav aria-label={t('languages')} className={`${PANEL} w-max min-w-44`}>
          <LanguageList current={current} paths={LOCALES.map((locale) => pathInLanguage(here, locale))} />
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
    <svg aria-hidden viewBox="0 0 32 32" className="size-7 shrink-0 fill-primary stroke-primary">
      <circle cx="16" cy="16" r="14.5" fill="none" strokeWidth="2" />
      <circle cx="16" cy="12.5" r="4.5" stroke="none" />
      <path d="M6.8 23.2a9.6 8 0 0 1 18.4 0a11.5 11.5 0 0 1-18.4 0z" stroke="none" />
    </svg>
  );
}
