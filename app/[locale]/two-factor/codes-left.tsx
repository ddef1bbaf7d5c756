import { countRecoveryCodesLeft, FEW_RECOVERY_CODES } from '../../../lib/recovery-codes';
import { translations } from '../../../lib/web/translations';

export async function RecoveryCodesLeft({ userId }: { userId: string }) {
  const t = translations('two-factor');
  const left = await countRecoveryCodesLeft(userId);
  if (left > FEW_RECOVERY_CODES) return <p className="mt-3 text-muted text-sm">{t('codesLeft', { left })}</p>;
  return (
    <div className="alert alert-warning alert-soft mt-4">
      <div>
        <p>{t('codesLeft', { left })}</p>
        <p>{t('codesFew')}</p>
      </div>
    </div>
  );
}
