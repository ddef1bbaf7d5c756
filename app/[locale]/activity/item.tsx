import { type Event, isRefused } from '../../../lib/activity';
import { isByAdministrator } from '../../../lib/client';
import { currentLocale, translations } from '../../../lib/web/translations';
import { Icon } from '../../ui/svg-icon';
import { EventFacts } from './facts';

type Props = { event: Event; zone: string; isOwn: boolean };

export function EventItem({ event, zone, isOwn }: Props) {
  const t = translations('activity');
  const what = t(`events.${event.type}`);
  const [shape, colour] = isRefused(event) ? (['alert', 'text-error'] as const) : (['dot', 'text-muted'] as const);
  return (
    <li className="grid grid-cols-[auto_1fr] items-start gap-x-3 py-3 sm:grid-cols-[auto_1fr_auto]">
      <Icon shape={shape} className={`mt-1 size-4 ${colour}`} />
      <div className="min-w-0">
        <p className={`font-medium ${isRefused(event) ? 'text-error' : ''}`}>{what}</p>
        <EventFacts event={event} zone={zone} />
      </div>
      {isOwn && !isByAdministrator(event) && (
        <a
          href={`/${currentLocale()}/activity/not-me?event=${event.id}`}
          aria-label={`${t('notMe')}: ${what}`}
          className="link justify-self-start text-muted text-sm max-sm:col-start-2"
        >
          {t('notMe')}
        </a>
      )}
    </li>
  );
}
