import { redirect } from 'next/navigation';
import { isMailOn } from '../../../lib/settings';
import { currentSession } from '../../../lib/web/session';
import { currentLocale, translations } from '../../../lib/web/translations';
import { Card } from '../../ui/card';
import { ActionForm } from '../../ui/form/action-form';
import { Field } from '../../ui/form/field';
import { SubmitButton } from '../../ui/form/submit-button';
import { PageTitle } from '../../ui/page-title';
import { Support } from '../../ui/support';
import NotFound from '../[...rest]/page';
import { submitForgottenPassword } from './actions';

export default async function Page() {
  if (!isMailOn()) return <NotFound />;
  if (await currentSession()) redirect(`/${currentLocale()}/profile`);
  const t = translations();
  return (
    <div className="mx-auto max-w-sm sm:pt-8">
      <PageTitle of={t('mail.forgottenTitle')} />
      <Card title={t('mail.forgottenTitle')} intro={t('mail.forgottenIntro')} level={1}>
        <ActionForm id="forgotten-password" action={submitForgottenPassword}>
          <Field
            name="username"
            label={t('sign-in.username')}
            hint={t('sign-in.usernameHint')}
            autoComplete="username"
            inputMode="email"
            dir="ltr"
            autoFocus
          />
          <SubmitButton>{t('mail.forgottenSubmit')}</SubmitButton>
        </ActionForm>
        <p className="mt-5">
          <a href={`/${currentLocale()}/sign-in`} className="link">
            {t('mail.backToSignIn')}
          </a>
        </p>
        <Support />
      </Card>
    </div>
  );
}
