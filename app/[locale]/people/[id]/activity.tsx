import { listActivity } from '../../../../lib/activity';
import { currentTimeZone } from '../../../../lib/web/time-zone';
import { translations } from '../../../../lib/web/translations';
import { Card } from '../../../ui/card';
import { TimeZone } from '../../../ui/time-zone';
import { Days } from '../../activity/days';
import { eventId } from '../../activity/event-id';

const SHOWN_EVENTS = 10;

export async function PersonActivity({ userId, before }: { userId: string; before?: string }) {
  const activity = await listActivity(userId, eventId(before), { limit: SHOWN_EVENTS });
  const t = translations('activity');
  return (
    <Card id="activity" title={t('title')} level={2}>
      {activity.events.length === 0 && <p>{t('empty')}</p>}
      <TimeZone />
      <Days events={activity.events} zone={await currentTimeZone()} isOwn={false} />
      {activity.before && (
        <a href={`?before=${activity.before}#activity`} rel="next" className="btn btn-sm mt-4">
          {t('older')}
        </a>
      )}
    </Card>
  );
}
