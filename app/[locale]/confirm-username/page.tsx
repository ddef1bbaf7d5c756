import { findUsernameLink } from '../../../lib/confirm-username';
import { isMailOn } from '../../../lib/settings';
import { linkToken } from '../../../lib/web/link-token';
import { translations } from '../../../lib/web/translations';
import { Card } from '../../ui/card';
import { DeadLink } from '../../ui/dead-link';
import { ActionForm } from '../../ui/form/action-form';
import { SubmitButton } from '../../ui/form/submit-button';
import { PageTitle } from '../../ui/page-title';
import NotFound from '../[...rest]/page';
import { submitConfirmUsername } from './actions';

export default async function Page() {
  if (!isMailOn()) return <NotFound />;
  const link = await findUsernameLink(linkToken());
  if (!link) return <DeadLink isOfUsername />;
  const t = translations('mail');
  return (
    <>
      <PageTitle of={t('confirmTitle')} />
      <Card title={t('confirmTitle')} intro={t('confirmIntro', { username: link.username })} level={1}>
        <ActionForm id="confirm-username" action={submitConfirmUsername}>
          <SubmitButton>{t('confirmSubmit')}</SubmitButton>
        </ActionForm>
      </Card>
    </>
  );
}
