import { nextOfPage, withNext } from '../../../lib/web/next-path';
import { currentLocale, translations } from '../../../lib/web/translations';
import { Icon } from '../../ui/svg-icon';

/** Says why REQUIRE_TWO_FACTOR redirected the user here, and what else they can set up. */
export function RequiredTwoFactor({ other }: { other: 'passkeys' | 'two-factor' }) {
  const t = translations();
  return (
    <div className="alert alert-info alert-soft mb-6">
      <Icon shape="lock" />
      <p className="text-base">
        {t('two-factor.required')}{' '}
        <a href={withNext(`/${currentLocale()}/${other}`, nextOfPage())} className="link">
          {other === 'passkeys' ? t('two-factor.passkeyInstead') : t('passkeys.appInstead')}
        </a>
      </p>
    </div>
  );
}
