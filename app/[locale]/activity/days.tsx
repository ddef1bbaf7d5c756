import { type Event, isRefused } from '../../../lib/activity';
import { now } from '../../../lib/adapters/clock';
import { isByAdministrator } from '../../../lib/client';
import { direction } from '../../../lib/i18n/locales';
import { dateFormat } from '../../../lib/web/time-zone';
import { currentLocale, translations } from '../../../lib/web/translations';
import { describeEvent } from './describe';
import { EventList } from './list';

const HOUR_MS = 3600_000;

type Props = { events: Event[]; zone: string; isOwn?: boolean };

/** Events under the days on which they happened in the reader's time zone. */
export function Days({ events, zone, isOwn = true }: Props) {
  const t = translations('activity');
  const locale = currentLocale();
  const day = dateFormat(locale, 'day', zone);
  const today = day.format(now());
  let yesterday = now();
  while (day.format(yesterday) === today) yesterday -= 6 * HOUR_MS; // a day may have 23 or 25 hours
  const names = new Map([
    [day.format(yesterday), t('yesterday')],
    [today, t('today')],
  ]);
  const days = [...Map.groupBy(events, ({ at }) => day.format(at))].map(([date, events]) => ({
    date: names.get(date) ?? date,
    events: events.map((event) => ({
      id: event.id,
      what: t(`events.${event.type}`),
      facts: describeEvent(event, zone),
      ...(isRefused(event) && { isRefused: true }),
      ...(isOwn && !isByAdministrator(event) && { href: `/${locale}/activity/not-me?event=${event.id}` }),
    })),
  }));
  return <EventList days={days} level={isOwn ? 2 : 3} notMe={t('notMe')} dir={direction(locale)} />;
}
