import { requireSession } from '../../../lib/web/session';
import { translations } from '../../../lib/web/translations';
import { Card } from '../../ui/card';
import { PageTitle } from '../../ui/page-title';
import { TwoFactorSteps } from './steps';

export default async function Page() {
  const session = await requireSession('/two-factor');
  const t = translations('two-factor');
  return (
    <>
      <PageTitle of={t('title')} />
      <Card title={t('title')} level={1}>
        <TwoFactorSteps session={session} />
      </Card>
    </>
  );
}
