import { avatarPath } from '../../../../lib/avatar';
import { findPerson } from '../../../../lib/people/act';
import { viewShownPassword } from '../../../../lib/people/shown-password';
import { hasTwoFactor } from '../../../../lib/required-two-factor';
import { currentNotice } from '../../../../lib/web/notice';
import { requireAdministrator } from '../../../../lib/web/session';
import { currentLocale, translations } from '../../../../lib/web/translations';
import { Avatar } from '../../../ui/avatar';
import { Card } from '../../../ui/card';
import { Notice } from '../../../ui/notice';
import { PageTitle } from '../../../ui/page-title';
import { RoleAndCompany } from '../../../ui/person';
import { Username } from '../../../ui/username';
import NotFound from '../../[...rest]/page';
import { AllPeople } from '../all-people';
import { PersonBadges } from '../badges';
import { lastSeenText, twoFactorText } from '../facts';
import { AccessSection } from './access';
import { AccountSection } from './account';
import { PersonActivity } from './activity';
import { DeleteSection } from './delete';
import { OneTimePassword } from './one-time-password';
import { PersonSessions } from './sessions';

export default async function Page({ params, searchParams }: PageProps<'/[locale]/people/[id]'>) {
  const { id } = await params;
  const session = await requireAdministrator(`/people/${id}`);
  const person = session && (await findPerson({ id }));
  if (!person) return <NotFound />;
  const notice = await currentNotice();
  const isJustMade = notice === 'people.notices.created' || notice === 'people.notices.passwordReset';
  const oneTimePassword = isJustMade ? await viewShownPassword(session, person.id) : undefined;
  const t = translations('people');
  const isProtected = await hasTwoFactor(person);
  const isSelf = person.id === session.userId;
  const { before } = await searchParams;
  return (
    <>
      <PageTitle of={person.username} />
      <AllPeople />
      <Notice />
      {oneTimePassword && <OneTimePassword password={oneTimePassword} username={person.username} />}
      <Card title={<Username>{person.username}</Username>} level={1}>
        <div className="flex flex-wrap items-center gap-x-6 gap-y-4">
          <Avatar path={avatarPath(person)} size={96} />
          <div className="min-w-0">
            <p className="mb-2 flex flex-wrap gap-2 empty:hidden">
              <PersonBadges person={person} />
            </p>
            <RoleAndCompany role={person.role} company={person.company} />
            <p className="text-muted text-sm">{twoFactorText(isProtected)}</p>
            <p className="text-muted text-sm">{lastSeenText(person.lastSeenAt)}</p>
          </div>
        </div>
        {isSelf && (
          <p className="mt-4">
            {t('self')}{' '}
            <a href={`/${currentLocale()}/profile`} className="link">
              {translations('error')('back')}
            </a>
          </p>
        )}
      </Card>
      <AccountSection person={person} by={session.user.username} />
      <AccessSection person={person} isSelf={isSelf} hasTwoFactor={isProtected} />
      <PersonSessions userId={person.id} />
      <PersonActivity userId={person.id} before={typeof before === 'string' ? before : undefined} />
      <DeleteSection person={person} by={session.user.username} />
    </>
  );
}
