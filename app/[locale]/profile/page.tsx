import { getTranslations } from 'next-intl/server';
import { LANGUAGES } from '../../../lib/i18n/locales';
import { requireSession } from '../../../lib/web/session';
import { ActionForm } from '../../ui/action-form';
import { Card } from '../../ui/card';
import { Field, PasswordField, SelectField } from '../../ui/field';
import { Notice } from '../../ui/notice';
import { PageTitle } from '../../ui/page-title';
import { SubmitButton } from '../../ui/submit-button';
import { AvatarSection } from '../avatar/section';
import { PasswordSection } from '../password/section';
import { SessionsSection } from '../sessions/section';
import { TwoFactorSection } from '../two-factor/section';
import { submitProfile } from './actions';

export default async function Page() {
  const { user } = await requireSession('/profile', { withOneTimePassword: true });
  const t = await getTranslations();
  const { username, language } = user;
  if (user.passwordMustChange)
    return (
      <>
        <PageTitle of={t('password.title')} />
        <PasswordSection user={user} />
      </>
    );
  return (
    <>
      <PageTitle of={t('profile.title')} />
      <Notice />
      <Card title={t('profile.title')} level={1}>
        <ActionForm id="profile" action={submitProfile.bind(null, { username, language })}>
          <AvatarSection user={user} />
          <Field
            name="username"
            label={t('profile.username')}
            hint={t('profile.usernameHint')}
            defaultValue={username}
            autoComplete="username"
            inputMode="email"
            dir="ltr"
          />
          <PasswordField
            name="currentPassword"
            label={t('profile.currentPassword')}
            hint={t('profile.currentPasswordHint')}
            autoComplete="current-password"
            show={t('password.show')}
            hide={t('password.hide')}
          />
          <dl className="mb-5 grid grid-cols-2 gap-4">
            <div>
              <dt className="mb-1 font-medium">{t('profile.company')}</dt>
              <dd>
                <bdi>{user.company}</bdi>
              </dd>
            </div>
            <div>
              <dt className="mb-1 font-medium">{t('profile.role')}</dt>
              <dd>
                <bdi>{user.role}</bdi>
              </dd>
            </div>
          </dl>
          <SelectField name="language" label={t('profile.language')} options={LANGUAGES} defaultValue={language} />
          <SubmitButton>{t('profile.submit')}</SubmitButton>
        </ActionForm>
      </Card>
      <PasswordSection user={user} />
      <TwoFactorSection user={user} />
      <SessionsSection />
    </>
  );
}
