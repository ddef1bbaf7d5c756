import { redirect } from 'next/navigation';
import { afterLogOut } from '../../../../lib/applications';
import { currentQuery } from '../../../../lib/web/request-context';
import { currentSession } from '../../../../lib/web/session';
import { currentLocale, translations } from '../../../../lib/web/translations';
import { Card } from '../../../ui/card';
import { PlainForm } from '../../../ui/form/plain-form';
import { PageTitle } from '../../../ui/page-title';
import { submitSignOut } from '../actions';

/** Where applications send a user who logs out of them. */
export default async function Page() {
  const target = (await afterLogOut(currentQuery())) ?? `/${currentLocale()}`;
  if (!(await currentSession())) redirect(target);
  const t = translations('applications');
  return (
    <>
      <PageTitle of={t('signOutTitle')} />
      <Card title={t('signOutTitle')} intro={t('signOutIntro')} level={1}>
        <PlainForm id="application-sign-out" action={submitSignOut} className="flex flex-wrap gap-3">
          <button type="submit" className="btn btn-primary">
            {t('signOut')}
          </button>
          <a href={target} className="btn">
            {t('signOutOne')}
          </a>
        </PlainForm>
      </Card>
    </>
  );
}
