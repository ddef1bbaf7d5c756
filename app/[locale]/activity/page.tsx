import { EVENT_LIFE_DAYS, listActivity } from '../../../lib/activity';
import { requireSession } from '../../../lib/web/session';
import { currentLocale, translations } from '../../../lib/web/translations';
import { Card } from '../../ui/card';
import { PageTitle } from '../../ui/page-title';
import { EventItem } from './item';

export default async function Page({ searchParams }: PageProps<'/[locale]/activity'>) {
  const { userId } = await requireSession('/activity');
  const asked = eventId((await searchParams).before);
  const { events, before } = await listActivity(userId, asked);
  const t = translations('activity');
  const path = `/${currentLocale()}/activity`;
  return (
    <>
      <PageTitle of={t('title')} />
      <Card title={t('title')} intro={t('intro', { days: EVENT_LIFE_DAYS })} level={1}>
        {events.length === 0 && <p className="mb-4">{t('empty')}</p>}
        <ol className="mb-4 divide-y divide-base-300">
          {events.map((event) => (
            <EventItem key={event.id} event={event} />
          ))}
        </ol>
        {(asked || before) && (
          <nav aria-label={t('title')} className="flex flex-wrap justify-between gap-3">
            {asked && (
              <a href={path} className="btn btn-sm">
                {t('newest')}
              </a>
            )}
            {before && (
              <a href={`${path}?before=${before}`} rel="next" className="btn btn-sm ms-auto">
                {t('older')}
              </a>
            )}
          </nav>
        )}
        <p className="mt-6 flex flex-wrap gap-x-5 gap-y-2 text-sm">
          <a href={`${path}/csv`} className="link">
            {t('csv')}
          </a>
          <a href={`${path}/json`} className="link">
            {t('json')}
          </a>
        </p>
      </Card>
    </>
  );
}

function eventId(text: string | string[] | undefined): number | undefined {
  return typeof text === 'string' && /^[1-9][0-9]{0,14}$/.test(text) ? Number(text) : undefined;
}
