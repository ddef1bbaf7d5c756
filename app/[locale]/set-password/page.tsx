import { findPasswordLink } from '../../../lib/set-password';
import { appName, isMailOn } from '../../../lib/settings';
import { linkToken } from '../../../lib/web/link-token';
import { translations } from '../../../lib/web/translations';
import { Card } from '../../ui/card';
import { DeadLink } from '../../ui/dead-link';
import { ActionForm } from '../../ui/form/action-form';
import { SubmitButton } from '../../ui/form/submit-button';
import { PageTitle } from '../../ui/page-title';
import NotFound from '../[...rest]/page';
import { NewPassword } from '../password/new-password';
import { newPasswordProps } from '../password/new-password-props';
import { submitSetPassword } from './actions';

/** Mail scanners open links, too, so this page doesn't spend the token. */
export default async function Page() {
  if (!isMailOn()) return <NotFound />;
  const link = await findPasswordLink(linkToken());
  if (!link) return <DeadLink />;
  const t = translations();
  const { username, company } = link.user;
  const title = t(link.isInvitation ? 'mail.invitedTitle' : 'mail.setTitle', { product: appName() });
  const values = { company, username, product: appName() };
  return (
    <div className="mx-auto max-w-md sm:pt-8">
      <PageTitle of={title} />
      <Card title={title} intro={t(link.isInvitation ? 'mail.invitedIntro' : 'mail.setIntro', values)} level={1}>
        <ActionForm id="set-password" action={submitSetPassword} warnsIfUnsaved>
          <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
          <NewPassword {...newPasswordProps(username, { autoFocus: true })} />
          <SubmitButton>{t('mail.setSubmit')}</SubmitButton>
        </ActionForm>
      </Card>
    </div>
  );
}
