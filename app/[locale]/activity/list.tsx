'use client'; // as a server component it would render and send each row twice: as HTML and as the payload

import { Icon } from '../../ui/svg-icon';
import { EventFacts, type Facts } from './facts';

/** `href` is where to say that it was someone else, if it can have been. */
type ListedEvent = { id: number; what: string; facts: Facts; isRefused?: boolean; href?: string };

type Props = {
  days: { date: string; events: ListedEvent[] }[];
  level: 2 | 3;
  notMe: string;
  dir: 'ltr' | 'rtl';
};

export function EventList({ days, level, notMe, dir }: Props) {
  const Heading = `h${level}` as const;
  return days.map(({ date, events }) => (
    <section key={date} className="mb-6 last:mb-0">
      <Heading className="border-base-300 border-b pb-1 font-semibold">{date}</Heading>
      <ol className="divide-y divide-base-300">
        {events.map(({ id, what, facts, isRefused, href }) => (
          <li key={id} className="grid grid-cols-[auto_1fr] items-start gap-x-3 py-3 sm:grid-cols-[auto_1fr_auto]">
            <Icon
              shape={isRefused ? 'alert' : 'dot'}
              className={`mt-1 size-4 ${isRefused ? 'text-error' : 'text-muted'}`}
            />
            <div className="min-w-0">
              <p className={`font-medium ${isRefused ? 'text-error' : ''}`}>{what}</p>
              <EventFacts facts={facts} dir={dir} />
            </div>
            {href && (
              <a
                href={href}
                aria-label={`${notMe}: ${what}`}
                className="link justify-self-start text-muted text-sm max-sm:col-start-2"
              >
                {notMe}
              </a>
            )}
          </li>
        ))}
      </ol>
    </section>
  ));
}
