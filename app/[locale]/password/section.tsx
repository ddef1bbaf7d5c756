import type { User } from '../../../db/users';
import { passwordMinLength } from '../../../lib/settings';
import { translations } from '../../../lib/web/translations';
import { Card } from '../../ui/card';
import { ActionForm } from '../../ui/form/action-form';
import { PasswordField } from '../../ui/form/password-field';
import { SubmitButton } from '../../ui/form/submit-button';
import { submitPassword } from './actions';
import { NewPassword } from './new-password';

/** The form that changes the password; on its own where a one-time password must be changed first. */
export function PasswordSection({ user }: { user: User }) {
  const t = translations('password');
  const least = passwordMinLength();
  const eye = { show: t('show'), hide: t('hide') };
  return (
    <Card id="password-section" title={t('title')} level={user.passwordMustChange ? 1 : 2}>
      {user.passwordMustChange && <p className="alert alert-info alert-soft mb-5">{t('mustChange')}</p>}
      <ActionForm id="password" action={submitPassword} isGuarded>
        <input type="text" name="username" autoComplete="username" value={user.username} readOnly hidden />
        <PasswordField name="currentPassword" label={t('current')} autoComplete="current-password" {...eye} />
        <NewPassword
          label={t('new')}
          hint={t('newHint', { least })}
          least={least}
          username={user.username}
          texts={{
            rules: t('rules'),
            met: t('ruleMet'),
            length: t('ruleLength', { least }),
            own: t('ruleOwn'),
            uncommon: t('ruleUncommon'),
            strengths: [t('veryWeak'), t('weak'), t('fair'), t('good'), t('strong')],
          }}
          {...eye}
        />
        <PasswordField name="confirmPassword" label={t('confirm')} autoComplete="new-password" {...eye} />
        <SubmitButton>{t('submit')}</SubmitButton>
      </ActionForm>
    </Card>
  );
}
