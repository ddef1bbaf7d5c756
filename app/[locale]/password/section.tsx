import type { User } from '../../../db/users';
import { translations } from '../../../lib/web/translations';
import { Card } from '../../ui/card';
import { submitPassword } from './actions';
import { PasswordForm } from './form';
import { newPasswordProps } from './new-password-props';

type Props = { user: User; title?: string; intro?: string; level?: 1 | 2 };

/** The form that changes the password. It is the only one while a one-time password must be changed. */
export function PasswordSection({ user, title, intro, level = 2 }: Props) {
  const t = translations('password');
  const isOneTime = user.passwordMustChange;
  return (
    <Card id="password-section" title={title ?? t('title')} intro={intro} level={level}>
      {isOneTime && !title && <p className="alert alert-info alert-soft mb-5">{t('mustChange')}</p>}
      <PasswordForm
        action={submitPassword}
        currentPassword={{
          label: isOneTime ? t('oneTime') : t('current'),
          autoFocus: level === 1,
          show: t('showCurrent'),
          hide: t('hideCurrent'),
        }}
        newPassword={newPasswordProps(user.username)}
        submit={isOneTime ? t('submitOneTime') : t('submit')}
      />
    </Card>
  );
}
