import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import '../globals.css';
import { direction, isLocale } from '../../lib/i18n/locales';
import { currentSession } from '../../lib/web/session';
import { Failure } from '../ui/failure';
import { LanguagesHeader, PersonHeader } from '../ui/header';

export default async function Layout({ children, dialog, params }: LayoutProps<'/[locale]'>) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const t = await getTranslations();
  const session = await currentSession();
  return (
    <html lang={locale} dir={direction(locale)}>
      <body className="min-h-dvh bg-base-200 text-base-content">
        <Failure sentence={t('error.statuses.500')} again={t('error.again')}>
          <a href="#content" className="btn btn-primary sr-only focus:not-sr-only focus:absolute focus:m-2 focus:px-4">
            {t('shell.skip')}
          </a>
          {session ? <PersonHeader user={session.user} /> : <LanguagesHeader />}
          <main id="content" className="mx-auto w-full max-w-2xl px-4 pt-6 pb-16">
            {children}
          </main>
          {dialog}
        </Failure>
      </body>
    </html>
  );
}
