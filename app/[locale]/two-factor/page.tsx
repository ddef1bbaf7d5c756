import { isTwoFactorMissing } from '../../../lib/required-two-factor';
import { requireSession } from '../../../lib/web/session';
import { translations } from '../../../lib/web/translations';
import { Card } from '../../ui/card';
import { PageTitle } from '../../ui/page-title';
import { RequiredTwoFactor } from './required';
import { TwoFactorSteps } from './steps';

export default async function Page({ searchParams }: PageProps<'/[locale]/two-factor'>) {
  const session = await requireSession('/two-factor', { withoutTwoFactor: true });
  const t = translations('two-factor');
  return (
    <>
      <PageTitle of={t('title')} />
      {(await isTwoFactorMissing(session)) && <RequiredTwoFactor other="passkeys" />}
      <Card title={t('title')} level={1}>
        <TwoFactorSteps session={session} searchParams={searchParams} />
      </Card>
    </>
  );
}
