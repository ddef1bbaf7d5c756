import { translations } from '../../../../lib/web/translations';
import { Card } from '../../../ui/card';
import { ActionForm } from '../../../ui/form/action-form';
import { CodeField } from '../../../ui/form/code-field';
import { SubmitButton } from '../../../ui/form/submit-button';
import { submitRenew } from '../actions';
import { RecoveryCodesLeft } from '../codes-left';

export function RenewSection({ userId, isAlone }: { userId: string; isAlone: boolean }) {
  const t = translations('two-factor');
  return (
    <div className="print:hidden">
      <Card title={isAlone ? t('renewTitle') : t('renew')} level={isAlone ? 1 : 2}>
        {isAlone && <p className="mb-3">{t('codesGone')}</p>}
        {isAlone && <RecoveryCodesLeft userId={userId} />}
        <p className="my-4">{t('renewIntro')}</p>
        <ActionForm id="recovery-codes-renew" action={submitRenew}>
          <CodeField
            name="code"
            label={t('code')}
            hint={t('codeHint')}
            kind="either"
            focus={isAlone ? 'always' : undefined}
          />
          <SubmitButton>{t('renew')}</SubmitButton>
        </ActionForm>
      </Card>
    </div>
  );
}
