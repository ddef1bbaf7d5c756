import { listUserSessions } from '../../../lib/sessions';
import { requireSession } from '../../../lib/web/session';
import { currentTimeZone } from '../../../lib/web/time-zone';
import { translations } from '../../../lib/web/translations';
import { Card } from '../../ui/card';
import { Notice } from '../../ui/notice';
import { PageTitle } from '../../ui/page-title';
import { TimeZone } from '../../ui/time-zone';
import { submitEndOthers } from './actions';
import { SessionItem } from './item';

export default async function Page() {
  const session = await requireSession('/sessions');
  const { sessions, unlisted } = await listUserSessions(session);
  const t = translations('sessions');
  const zone = await currentTimeZone();
  return (
    <>
      <Notice />
      <Card title={t('title')} intro={t('intro')} level={1}>
        <ul className="mb-4 divide-y divide-base-300">
          {sessions.map((listed) => (
            <SessionItem key={listed.id} session={listed} zone={zone} isThis={listed.id === session.id} />
          ))}
        </ul>
        {unlisted > 0 && <p className="mb-4">{t('unlisted', { unlisted })}</p>}
        {sessions.length > 1 ? (
          <form id="sessions-end-others" action={submitEndOthers}>
            <button type="submit" className="btn btn-error btn-outline">
              {t('endOthers')}
            </button>
          </form>
        ) : (
          <p className="text-muted text-sm">{t('onlyThis')}</p>
        )}
      </Card>
      <PageTitle of={t('title')} />
      <TimeZone />
    </>
  );
}
