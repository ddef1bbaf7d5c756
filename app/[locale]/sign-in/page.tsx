import { redirect } from 'next/navigation';
import { wantsNewLogIn } from '../../../lib/applications';
import { isMailOn } from '../../../lib/settings';
import { nextPath } from '../../../lib/web/next-path';
import { currentSession } from '../../../lib/web/session';
import { suggestedUsername } from '../../../lib/web/suggested-username';
import { currentLocale, translations } from '../../../lib/web/translations';
import { Card } from '../../ui/card';
import { ActionForm } from '../../ui/form/action-form';
import { Field } from '../../ui/form/field';
import { PasswordField } from '../../ui/form/password-field';
import { SubmitButton } from '../../ui/form/submit-button';
import { Notice } from '../../ui/notice';
import { PageTitle } from '../../ui/page-title';
import { Support } from '../../ui/support';
import { TimeZone } from '../../ui/time-zone';
import { PasskeySignInForm } from '../passkeys/sign-in-form';
import { submitSignIn } from './actions';
import { KeepUsername } from './keep-username';
import { RefreshHeader } from './refresh-header';

export default async function Page({ searchParams }: PageProps<'/[locale]/sign-in'>) {
  const next = nextPath((await searchParams).next);
  const session = await currentSession();
  if (session && !wantsNewLogIn(next, session)) redirect(next ?? `/${currentLocale()}/profile`);
  const t = translations();
  const suggested = isMailOn() ? await suggestedUsername() : undefined;
  return (
    <div className="mx-auto max-w-sm sm:pt-8">
      <PageTitle of={t('sign-in.title')} />
      {!session && <RefreshHeader />}
      <Notice />
      <Card title={t('sign-in.title')} level={1}>
        <ActionForm id="sign-in" action={submitSignIn}>
          {next && <input type="hidden" name="next" value={next} />}
          <Field
            name="username"
            label={t('sign-in.username')}
            hint={t('sign-in.usernameHint')}
            autoComplete="username webauthn"
            autoFocus={!suggested}
            inputMode="email"
            dir="ltr"
            required
            defaultValue={suggested}
          />
          <KeepUsername />
          <PasswordField
            name="password"
            label={t('sign-in.password')}
            autoComplete="current-password"
            autoFocus={Boolean(suggested)}
            show={t('password.show')}
            hide={t('password.hide')}
          />
          <SubmitButton>{t('sign-in.submit')}</SubmitButton>
        </ActionForm>
        <PasskeySignInForm next={next} />
        <p className="mt-5">
          {isMailOn() ? (
            <a href={`/${currentLocale()}/forgotten-password`} className="link">
              {t('mail.forgotten')}
            </a>
          ) : (
            t('sign-in.forgotten')
          )}
        </p>
        <Support />
      </Card>
      <TimeZone hasTimes={false} />
    </div>
  );
}
