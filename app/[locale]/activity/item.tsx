import type { Event } from '../../../lib/activity';
import { isCommandLine } from '../../../lib/client';
import { currentLocale, translations } from '../../../lib/web/translations';
import { describeDevice } from '../../ui/device';
import { Instant } from '../../ui/instant';

/** One thing that happened: what, when, and from where. */
export function EventItem({ event }: { event: Event }) {
  const t = translations('activity');
  const isByAdministrator = isCommandLine(event);
  return (
    <li className="py-3">
      <p className="font-medium">{t(`events.${event.type}`)}</p>
      <p className="text-muted text-sm">
        <Instant at={event.at} locale={currentLocale()} />
        {' · '}
        <bdi>{isByAdministrator ? t('administrator') : describeDevice(event.userAgent)}</bdi>
        {!isByAdministrator && (
          <>
            {' · '}
            <bdi className="inline-block max-w-full break-all">{event.address}</bdi>
          </>
        )}
      </p>
    </li>
  );
}
