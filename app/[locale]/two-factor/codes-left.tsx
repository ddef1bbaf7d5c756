import { FEW_RECOVERY_CODES, recoveryCodesLeft } from '../../../lib/recovery-codes';
import { texts } from '../../../lib/web/texts';

/** How many recovery codes a user has; a warning where that is few. */
export async function RecoveryCodesLeft({ userId }: { userId: string }) {
  const t = texts('two-factor');
  const left = await recoveryCodesLeft(userId);
  if (left > FEW_RECOVERY_CODES) return <p className="mt-3 text-muted text-sm">{t('codesLeft', { left })}</p>;
  return (
    <p className="alert alert-warning alert-soft mt-4">
      {t('codesLeft', { left })} {t('codesFew')}
    </p>
  );
}
