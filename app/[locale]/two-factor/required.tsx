import { keptNext, withNext } from '../../../lib/web/next-path';
import { currentLocale, translations } from '../../../lib/web/translations';
import { Icon } from '../../ui/svg-icon';

/** To whoever REQUIRE_TWO_FACTOR leads here: why, and what else they may set up. */
export function RequiredTwoFactor({ other }: { other: 'passkeys' | 'two-factor' }) {
  const t = translations();
  return (
    <div className="alert alert-info alert-soft mb-6">
      <Icon shape="lock" />
      <p className="text-base">
        {t('two-factor.required')}{' '}
        <a href={withNext(`/${currentLocale()}/${other}`, keptNext())} className="link">
          {other === 'passkeys' ? t('two-factor.passkeyInstead') : t('passkeys.appInstead')}
        </a>
      </p>
    </div>
  );
}
