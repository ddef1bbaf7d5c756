import { EVENT_LIFE_DAYS, listActivity } from '../../../lib/activity';
import { requireSession } from '../../../lib/web/session';
import { currentTimeZone } from '../../../lib/web/time-zone';
import { currentLocale, translations } from '../../../lib/web/translations';
import { Card } from '../../ui/card';
import { PageTitle } from '../../ui/page-title';
import { TimeZone } from '../../ui/time-zone';
import { Days } from './days';
import { eventId } from './event-id';

export default async function Page({ searchParams }: PageProps<'/[locale]/activity'>) {
  const { userId } = await requireSession('/activity');
  const { before: asked, only } = await searchParams;
  const after = eventId(asked);
  const isSecurityOnly = only === 'security';
  const { events, before } = await listActivity(userId, after, { isSecurityOnly });
  const t = translations('activity');
  const path = `/${currentLocale()}/activity`;
  const filtered = isSecurityOnly ? `${path}?only=security` : path;
  return (
    <>
      <PageTitle of={t('title')} />
      <TimeZone />
      <Card title={t('title')} intro={t('intro', { days: EVENT_LIFE_DAYS })} level={1}>
        <nav aria-label={t('show')} className="mb-6 flex flex-wrap gap-2">
          <Filter href={path} isCurrent={!isSecurityOnly} words={t('all')} />
          <Filter href={`${path}?only=security`} isCurrent={isSecurityOnly} words={t('securityOnly')} />
        </nav>
        {events.length === 0 && <p className="mb-4">{t('empty')}</p>}
        <Days events={events} zone={await currentTimeZone()} />
        {(after || before) && (
          <nav aria-label={translations('shell')('pages')} className="flex flex-wrap justify-between gap-3">
            {after && (
              <a href={filtered} className="btn btn-sm">
                {t('newest')}
              </a>
            )}
            {before && (
              <a
                href={`${path}?${isSecurityOnly ? 'only=security&' : ''}before=${before}`}
                rel="next"
                className="btn btn-sm ms-auto"
              >
                {t('older')}
              </a>
            )}
          </nav>
        )}
        <p className="mt-6 flex flex-wrap gap-x-5 gap-y-2 text-sm pointer-coarse:gap-y-5">
          <a href={`${path}/csv`} className="link">
            {t('csv')}
          </a>
          <a href={`${path}/json`} className="link">
            {t('json')}
          </a>
          <a href={`/${currentLocale()}/my-data`} className="link">
            {t('myData')}
          </a>
        </p>
      </Card>
    </>
  );
}

function Filter({ href, isCurrent, words }: { href: string; isCurrent: boolean; words: string }) {
  return (
    <a
      href={href}
      aria-current={isCurrent ? 'page' : undefined}
      className="btn btn-sm font-normal aria-[current]:font-semibold forced-colors:aria-[current]:underline"
    >
      {words}
    </a>
  );
}
