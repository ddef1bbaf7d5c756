import { isTwoFactorMissing } from '../../../../lib/required-two-factor';
import { requireSession } from '../../../../lib/web/session';
import { translations } from '../../../../lib/web/translations';
import { Dialog } from '../../../ui/dialog';
import TwoFactorPage from '../../two-factor/page';
import { TwoFactorSteps } from '../../two-factor/steps';

export default async function Page(props: PageProps<'/[locale]/two-factor'>) {
  const session = await requireSession('/two-factor', { withoutTwoFactor: true });
  if (await isTwoFactorMissing(session)) return <TwoFactorPage {...props} />; // there is no profile behind it
  const t = translations('two-factor');
  return (
    <Dialog title={t('title')} close={t('close')}>
      <TwoFactorSteps session={session} searchParams={props.searchParams} />
    </Dialog>
  );
}
