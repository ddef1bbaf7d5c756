import type { User } from '../../../db/users';
import { passwordMinLength } from '../../../lib/settings';
import { translations } from '../../../lib/web/translations';
import { Card } from '../../ui/card';
import { ActionForm } from '../../ui/form/action-form';
import { PasswordField } from '../../ui/form/password-field';
import { SubmitButton } from '../../ui/form/submit-button';
import { submitPassword } from './actions';
import { NewPassword } from './new-password';

/** The form that changes the password. It is the only one while a one-time password must be changed. */
export function PasswordSection({ user }: { user: User }) {
  const t = translations('password');
  const minLength = passwordMinLength();
  const isOneTime = user.passwordMustChange;
  return (
    <Card id="password-section" title={t('title')} level={isOneTime ? 1 : 2}>
      {isOneTime && <p className="alert alert-info alert-soft mb-5">{t('mustChange')}</p>}
      <ActionForm id="password" action={submitPassword} isGuarded>
        <input type="text" name="username" autoComplete="username" value={user.username} readOnly hidden />
        <PasswordField
          name="currentPassword"
          label={isOneTime ? t('oneTime') : t('current')}
          autoComplete="current-password"
          show={t('showCurrent')}
          hide={t('hideCurrent')}
        />
        <NewPassword
          minLength={minLength}
          username={user.username}
          newField={{
            label: t('new'),
            hint: t('newHint', { least: minLength }),
            show: t('showNew'),
            hide: t('hideNew'),
          }}
          confirmField={{ label: t('confirm'), show: t('showConfirm'), hide: t('hideConfirm') }}
          texts={{
            rules: t('rules'),
            met: t('ruleMet'),
            length: t('ruleLength', { least: minLength }),
            own: t('ruleOwn'),
            uncommon: t('ruleUncommon'),
            strengths: [t('veryWeak'), t('weak'), t('fair'), t('good'), t('strong')],
            tooShort: t('tooShortYet', { least: minLength }),
            differs: t('errors.confirmDiffers'),
          }}
        />
        <SubmitButton>{isOneTime ? t('submitOneTime') : t('submit')}</SubmitButton>
      </ActionForm>
    </Card>
  );
}
