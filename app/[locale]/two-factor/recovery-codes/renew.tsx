import type { User } from '../../../../db/users';
import { hasNoCodeToType } from '../../../../lib/renew-recovery-codes';
import { currentLocale, translations } from '../../../../lib/web/translations';
import { Card } from '../../../ui/card';
import { ActionForm } from '../../../ui/form/action-form';
import { EitherCodeField, OtherCodeLink } from '../../../ui/form/either-code';
import { SubmitButton } from '../../../ui/form/submit-button';
import { submitRenew } from '../actions';
import { RecoveryCodesLeft } from '../codes-left';

type Props = { user: User; isAlone: boolean; isRecovery: boolean };

export async function RenewSection({ user, isAlone, isRecovery: wantsRecovery }: Props) {
  const t = translations('two-factor');
  const hasApp = user.totpConfirmedAt !== null;
  const isRecovery = wantsRecovery || !hasApp;
  return (
    <div className="print:hidden">
      <Card title={isAlone ? t('renewTitle') : t('renew')} level={isAlone ? 1 : 2}>
        {isAlone && <p className="mb-3">{t('codesGone')}</p>}
        {isAlone && <RecoveryCodesLeft userId={user.id} />}
        <p className="my-4">{t('renewIntro')}</p>
        <ActionForm key={String(isRecovery)} id="recovery-codes-renew" action={submitRenew}>
          {!(await hasNoCodeToType(user)) && <EitherCodeField isRecovery={isRecovery} autoFocus={isAlone} />}
          <SubmitButton look={isAlone ? 'btn-primary' : ''}>{t('renew')}</SubmitButton>
        </ActionForm>
        {hasApp && (
          <p className="mt-5">
            <OtherCodeLink isRecovery={isRecovery} path={`/${currentLocale()}/two-factor/recovery-codes`} />
          </p>
        )}
      </Card>
    </div>
  );
}
