import { respondNotFound } from '../../../lib/web/request-context';
import { currentSession } from '../../../lib/web/session';
import { currentLocale, translations } from '../../../lib/web/translations';
import { Card } from '../../ui/card';
import { PageTitle } from '../../ui/page-title';
import { Support } from '../../ui/support';

export default async function Page() {
  respondNotFound();
  const t = translations();
  const at = `/${currentLocale()}`;
  const isSignedIn = (await currentSession()) !== undefined;
  return (
    <Card title={t('error.notFoundTitle')} intro={t('error.statuses.404')} level={1}>
      <PageTitle of={t('error.notFoundTitle')} />
      {isSignedIn ? (
        <>
          <p className="mb-2">{t('error.notFoundLinks')}</p>
          <ul className="list-disc space-y-2 text-balance ps-6">
            <LinkItem to={`${at}/profile`}>{t('profile.title')}</LinkItem>
            <LinkItem to={`${at}/profile#password`}>{t('password.title')}</LinkItem>
            <LinkItem to={`${at}/two-factor`}>{t('two-factor.title')}</LinkItem>
            <LinkItem to={`${at}/passkeys`}>{t('passkeys.title')}</LinkItem>
            <LinkItem to={`${at}/sessions`}>{t('sessions.title')}</LinkItem>
            <LinkItem to={`${at}/activity`}>{t('activity.title')}</LinkItem>
          </ul>
        </>
      ) : (
        <a href={`${at}/sign-in`} className="btn btn-primary">
          {t('sign-in.title')}
        </a>
      )}
      <Support />
    </Card>
  );
}

function LinkItem({ to, children }: { to: string; children: string }) {
  return (
    <li>
      <a href={to} className="link">
        {children}
      </a>
    </li>
  );
}
