import type { Event } from '../../../lib/activity';
import { isCommandLine } from '../../../lib/client';
import { direction } from '../../../lib/i18n/locales';
import { currentLocale, translations } from '../../../lib/web/translations';
import { describeDevice } from '../../ui/device';
import { Instant } from '../../ui/instant';
import { IpAddress } from '../../ui/ip-address';

export function EventItem({ event }: { event: Event }) {
  const t = translations('activity');
  const locale = currentLocale();
  const isByAdministrator = isCommandLine(event);
  return (
    <li className="py-3">
      <p className="font-medium">{t(`events.${event.type}`)}</p>
      <p className="flex flex-wrap gap-x-4 text-muted text-sm">
        <Instant at={event.at} locale={locale} />
        <bdi dir={direction(locale)}>{isByAdministrator ? t('administrator') : describeDevice(event.userAgent)}</bdi>
        {!isByAdministrator && <IpAddress address={event.address} />}
      </p>
    </li>
  );
}
