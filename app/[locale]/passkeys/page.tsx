import { listUserPasskeys } from '../../../lib/passkeys';
import { isTwoFactorMissing } from '../../../lib/required-two-factor';
import { appUrl } from '../../../lib/settings';
import { currentPasskeyFault } from '../../../lib/web/passkeys';
import { requireSession } from '../../../lib/web/session';
import { currentTimeZone } from '../../../lib/web/time-zone';
import { translations } from '../../../lib/web/translations';
import { Card } from '../../ui/card';
import { SubmitButton } from '../../ui/form/submit-button';
import { Notice } from '../../ui/notice';
import { PageTitle } from '../../ui/page-title';
import { TimeZone } from '../../ui/time-zone';
import { RequiredTwoFactor } from '../two-factor/required';
import { beginAdd, submitAdd } from './actions';
import { PasskeyItem } from './item';
import { PasskeyForm } from './passkey-form';

export default async function Page() {
  const session = await requireSession('/passkeys', { withoutTwoFactor: true });
  const passkeys = await listUserPasskeys(session);
  const fault = await currentPasskeyFault();
  const zone = await currentTimeZone();
  const t = translations('passkeys');
  return (
    <>
      <PageTitle of={t('title')} />
      <TimeZone />
      <Notice />
      {(await isTwoFactorMissing(session)) && <RequiredTwoFactor other="two-factor" />}
      <Card title={t('title')} intro={t('intro')} level={1}>
        {passkeys.length === 0 ? (
          <p className="mb-4">{t('empty')}</p>
        ) : (
          <ul className="-mt-4 mb-4 divide-y divide-base-300">
            {passkeys.map((passkey) => (
              <PasskeyItem key={passkey.id} passkey={passkey} zone={zone} />
            ))}
          </ul>
        )}
        {fault ? (
          <p className="alert alert-info alert-soft">{translations()(fault, { address: appUrl() })}</p>
        ) : (
          <>
            <p className="text-muted scripted:hidden">{t('needsScript')}</p>
            <PasskeyForm id="passkey-add-form" begin={beginAdd} action={submitAdd}>
              <SubmitButton id="passkey-add">{t('add')}</SubmitButton>
            </PasskeyForm>
          </>
        )}
      </Card>
    </>
  );
}
