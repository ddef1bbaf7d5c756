import type { Event } from '../../../lib/activity';
import { isByAdministrator } from '../../../lib/client';
import { direction } from '../../../lib/i18n/locales';
import { currentLocale, translations } from '../../../lib/web/translations';
import { describeDevice } from '../../ui/device';
import { Instant } from '../../ui/instant';
import { IpAddress } from '../../ui/ip-address';
import { TextWithUsernames } from '../../ui/username';

type Props = { event: Event; zone: string; hasDate?: boolean };

/** When, and from where or by which administrator. */
export function EventFacts({ event, zone, hasDate = false }: Props) {
  const t = translations('activity');
  const { at, actor, subject, address, userAgent } = event;
  const time = zone === 'UTC' ? 'timeAndZone' : 'time';
  const by = actor ? t('by', { username: actor }) : t('administrator');
  const dir = direction(currentLocale());
  return (
    <p className="dotted text-muted text-sm">
      <Instant at={at} zone={zone} style={hasDate ? 'instant' : time} />
      <bdi dir={dir}>
        {isByAdministrator(event) ? <TextWithUsernames>{by}</TextWithUsernames> : describeDevice(userAgent)}
      </bdi>
      {!isByAdministrator(event) && (
        <span>
          <IpAddress address={address} />
        </span>
      )}
      {subject && (
        <bdi dir={dir}>
          <TextWithUsernames>{t('for', { username: subject })}</TextWithUsernames>
        </bdi>
      )}
    </p>
  );
}
