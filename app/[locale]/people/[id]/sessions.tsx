import { direction } from '../../../../lib/i18n/locales';
import { listSessionsOf } from '../../../../lib/sessions';
import { currentLocale, translations } from '../../../../lib/web/translations';
import { Card } from '../../../ui/card';
import { describeDevice, deviceShape } from '../../../ui/device';
import { IpAddress } from '../../../ui/ip-address';
import { Icon } from '../../../ui/svg-icon';
import { lastSeenText } from '../facts';

export async function PersonSessions({ userId }: { userId: string }) {
  const { sessions, unlisted } = await listSessionsOf(userId);
  const t = translations();
  return (
    <Card title={t('sessions.title')} level={2}>
      {sessions.length === 0 && <p>{t('people.noSessions')}</p>}
      <ul className="divide-y divide-base-300">
        {sessions.map(({ id, userAgent, lastUsedAt, address }) => (
          <li key={id} className="flex gap-2 py-3 first:pt-0 last:pb-0">
            <Icon shape={deviceShape(userAgent)} className="mt-0.5 size-5 text-muted" />
            <div className="min-w-0">
              <p className="font-medium">
                <bdi dir={direction(currentLocale())}>{describeDevice(userAgent)}</bdi>
              </p>
              <p className="dotted text-muted text-sm">
                <span>{lastSeenText(lastUsedAt)}</span>
                <span>
                  <IpAddress address={address} />
                </span>
              </p>
            </div>
          </li>
        ))}
      </ul>
      {unlisted > 0 && <p className="mt-3 text-muted text-sm">{t('people.moreSessions', { unlisted })}</p>}
    </Card>
  );
}
