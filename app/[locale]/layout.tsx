import { notFound } from 'next/navigation';
import { translations } from '../../lib/web/translations';
import '../globals.css';
import { languageTag } from '../../lib/i18n/language-tag';
import { direction, isLocale } from '../../lib/i18n/locales';
import { isTwoFactorMissing } from '../../lib/required-two-factor';
import { titled } from '../../lib/title';
import { currentSession } from '../../lib/web/session';
import { currentTheme } from '../../lib/web/theme';
import { Failure } from '../ui/failure';
import { Head } from '../ui/head';
import { LanguagesHeader, PersonHeader } from '../ui/header';
import { Navigation } from '../ui/navigation';
import { Support } from '../ui/support';
import { ThemeSection } from './theme/section';
import { UnsavedCodes } from './two-factor/recovery-codes/unsaved-codes';

/** Room for the navigation beside the content. */
const WITH_NAVIGATION = 'max-w-2xl lg:max-w-[57rem] lg:flex-row lg:gap-10';

export default async function Layout({ children, params }: LayoutProps<'/[locale]'>) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const t = translations();
  const session = await currentSession();
  const isLimited = session && (session.user.passwordMustChange || (await isTwoFactorMissing(session)));
  const theme = await currentTheme();
  const person = session && !isLimited ? session.user : undefined;
  return (
    <html lang={languageTag(locale)} dir={direction(locale)} data-theme={theme === 'system' ? undefined : theme}>
      <Head theme={theme} />
      <body
        data-offline={t('error.offline')}
        data-refused={titled(t('shell.refused', { message: '{message}' }))}
        className="flex min-h-dvh flex-col bg-base-200 has-data-[at=bottom]:pb-24 has-data-unsaved:pb-24 text-base-content print:bg-white"
      >
        <Failure sentence={t('error.statuses.500')} again={t('error.again')} support={<Support />}>
          <a
            href="#content"
            className="btn btn-primary sr-only focus:not-sr-only focus:absolute focus:m-2 focus:min-h-11 focus:px-4"
          >
            {t('shell.skip')}
          </a>
          {session ? <PersonHeader user={session.user} isLimited={isLimited} /> : <LanguagesHeader />}
          <div
            className={`mx-auto flex w-full flex-1 flex-col gap-6 px-4 pt-4 pb-12 sm:pt-10 ${person ? WITH_NAVIGATION : 'max-w-lg'}`}
          >
            {person && <Navigation user={person} />}
            <main id="content" className="min-w-0 flex-1">
              {session && <UnsavedCodes session={session} />}
              {children}
            </main>
          </div>
          <footer className="px-4 pb-8">
            <ThemeSection theme={theme} />
          </footer>
          {/* globals.css shows the footer once something follows it. */}
          <div hidden />
        </Failure>
      </body>
    </html>
  );
}
