import { requireSession } from '../../../../lib/web/session';
import { translations } from '../../../../lib/web/translations';
import { Dialog } from '../../../ui/dialog';
import { TwoFactorSteps } from '../../two-factor/steps';

/** The two-factor page as a dialog over the profile, when the switch opens it with JavaScript. */
export default async function Page() {
  const session = await requireSession('/two-factor');
  const t = translations('two-factor');
  return (
    <Dialog title={t('title')} close={t('close')}>
      <TwoFactorSteps session={session} />
    </Dialog>
  );
}
