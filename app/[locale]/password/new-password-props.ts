import type { ComponentProps } from 'react';
import { appName, passwordMinLength } from '../../../lib/settings';
import { translations } from '../../../lib/web/translations';
import type { NewPassword } from './new-password';

export function newPasswordProps(username: string, { autoFocus = false } = {}): ComponentProps<typeof NewPassword> {
  const t = translations('password');
  const minLength = passwordMinLength();
  return {
    minLength,
    username,
    product: appName(),
    newField: {
      label: t('new'),
      hint: t('newHint', { least: minLength }),
      show: t('showNew'),
      hide: t('hideNew'),
      autoFocus,
    },
    confirmField: { label: t('confirm'), show: t('showConfirm'), hide: t('hideConfirm') },
    texts: {
      rules: t('rules'),
      met: t('ruleMet'),
      length: t('ruleLength', { least: minLength }),
      own: t('ruleOwn'),
      uncommon: t('ruleUncommon'),
      strengths: [t('veryWeak'), t('weak'), t('fair'), t('good'), t('strong')],
      tooShort: t('tooShortYet', { least: minLength }),
      differs: t('errors.confirmDiffers'),
    },
  };
}
