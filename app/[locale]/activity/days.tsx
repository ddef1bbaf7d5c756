import type { Event } from '../../../lib/activity';
import { now } from '../../../lib/adapters/clock';
import { dateFormat } from '../../../lib/web/time-zone';
import { currentLocale, translations } from '../../../lib/web/translations';
import { EventItem } from './item';

const DAY_MS = 24 * 3600_000;

type Props = { events: Event[]; zone: string; isOwn?: boolean };

/** Events under the days on which they happened in the reader's time zone. */
export function Days({ events, zone, isOwn = true }: Props) {
  const t = translations('activity');
  const day = dateFormat(currentLocale(), 'day', zone);
  const Heading = isOwn ? 'h2' : 'h3';
  const names = new Map([
    [day.format(now() - DAY_MS), t('yesterday')],
    [day.format(now()), t('today')],
  ]);
  return [...Map.groupBy(events, ({ at }) => day.format(at))].map(([date, events]) => (
    <section key={date} className="mb-6 last:mb-0">
      <Heading className="border-base-300 border-b pb-1 font-semibold">{names.get(date) ?? date}</Heading>
      <ol className="divide-y divide-base-300">
        {events.map((event) => (
          <EventItem key={event.id} event={event} zone={zone} isOwn={isOwn} />
        ))}
      </ol>
    </section>
  ));
}
