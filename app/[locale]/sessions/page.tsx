import type { ActiveSession } from '../../../db/sessions';
import { direction } from '../../../lib/i18n/locales';
import { listUserSessions } from '../../../lib/sessions';
import { requireSession } from '../../../lib/web/session';
import { currentTimeZone } from '../../../lib/web/time-zone';
import { currentLocale, translations } from '../../../lib/web/translations';
import { agoText } from '../../ui/ago';
import { Card } from '../../ui/card';
import { describeDevice, deviceShape } from '../../ui/device';
import { PlainForm } from '../../ui/form/plain-form';
import { instantText } from '../../ui/instant';
import { Notice } from '../../ui/notice';
import { PageTitle } from '../../ui/page-title';
import { TimeZone } from '../../ui/time-zone';
import { submitEnd, submitEndOthers } from './actions';
import { type ListedSession, SessionList } from './list';

export default async function Page() {
  const session = await requireSession('/sessions');
  const { sessions, unlisted } = await listUserSessions(session);
  const t = translations('sessions');
  const zone = await currentTimeZone();
  return (
    <>
      <Notice />
      <Card title={t('title')} intro={t('intro')} level={1}>
        {sessions.length > 1 && (
          <PlainForm id="sessions-end-others" action={submitEndOthers} className="mb-6">
            <button type="submit" className="btn btn-error btn-outline">
              {t('endOthers')}
            </button>
          </PlainForm>
        )}
        <SessionList
          sessions={sessions.map((listed) => describe(listed, zone, listed.id === session.id))}
          words={{
            this: t('this'),
            activeNow: t('activeNow'),
            end: t('end'),
          }}
          dir={direction(currentLocale())}
          end={submitEnd}
        />
        {unlisted > 0 && <p>{t('unlisted', { unlisted })}</p>}
        {sessions.length === 1 && <p className="text-muted text-sm">{t('onlyThis')}</p>}
      </Card>
      <PageTitle of={t('title')} />
      <TimeZone />
    </>
  );
}

function describe(session: ActiveSession, zone: string, isThis: boolean): ListedSession {
  const { id, address, createdAt, lastUsedAt } = session;
  const device = describeDevice(session.userAgent);
  const t = translations('sessions');
  const since = instantText(createdAt, zone);
  return {
    id,
    device,
    shape: deviceShape(session.userAgent),
    address,
    began: { at: createdAt, text: t('began', { when: since }) },
    ...(!isThis && {
      lastUsed: { at: lastUsedAt, text: t('lastUsed', { when: agoText(lastUsedAt) }) },
      endNamed: t('endNamed', { device, address, since }),
    }),
  };
}
