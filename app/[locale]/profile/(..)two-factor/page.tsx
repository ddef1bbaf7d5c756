import { requireSession } from '../../../../lib/web/session';
import { translations } from '../../../../lib/web/translations';
import { Dialog } from '../../../ui/dialog';
import { TwoFactorSteps } from '../../two-factor/steps';

export default async function Page({ searchParams }: PageProps<'/[locale]/two-factor'>) {
  const session = await requireSession('/two-factor', { withoutTwoFactor: true });
  const t = translations('two-factor');
  return (
    <Dialog title={t('title')} close={t('close')}>
      <TwoFactorSteps session={session} searchParams={searchParams} />
    </Dialog>
  );
}
