import type { User } from '../../../db/users';
import { translations } from '../../../lib/web/translations';
import { Card } from '../../ui/card';
import { ActionForm } from '../../ui/form/action-form';
import { PasswordField } from '../../ui/form/password-field';
import { SubmitButton } from '../../ui/form/submit-button';
import { submitPassword } from './actions';
import { NewPasswordFields } from './new-password-fields';

type Props = { user: User; title?: string; intro?: string; level?: 1 | 2 };

/** The form that changes the password. It is the only one while a one-time password must be changed. */
export function PasswordSection({ user, title, intro, level = 2 }: Props) {
  const t = translations('password');
  const isOneTime = user.passwordMustChange;
  return (
    <Card id="password-section" title={title ?? t('title')} intro={intro} level={level}>
      {isOneTime && !title && <p className="alert alert-info alert-soft mb-5">{t('mustChange')}</p>}
      <ActionForm id="password" action={submitPassword} warnsIfUnsaved>
        <input type="text" name="username" autoComplete="username" value={user.username} readOnly hidden />
        <PasswordField
          name="currentPassword"
          label={isOneTime ? t('oneTime') : t('current')}
          autoComplete="current-password"
          autoFocus={level === 1}
          show={t('showCurrent')}
          hide={t('hideCurrent')}
        />
        <NewPasswordFields username={user.username} />
        <SubmitButton>{isOneTime ? t('submitOneTime') : t('submit')}</SubmitButton>
      </ActionForm>
    </Card>
  );
}
