import type { Event } from '../../../lib/activity';
import { isAdministrator } from '../../../lib/visitor';
import { currentLocale, texts } from '../../../lib/web/texts';
import { deviceInWords } from '../../ui/device';
import { Instant } from '../../ui/instant';

/** One thing that happened: what, when, and from where. */
export function EventItem({ event }: { event: Event }) {
  const t = texts('activity');
  const isByAdministrator = isAdministrator(event);
  return (
    <li className="py-3">
      <p className="font-medium">{t(`events.${event.type}`)}</p>
      <p className="text-muted text-sm">
        <Instant at={event.at} locale={currentLocale()} />
        {' · '}
        <bdi>{isByAdministrator ? t('administrator') : deviceInWords(event.userAgent)}</bdi>
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
