import type { SessionRow } from '../../../db/sessions';
import { now } from '../../../lib/adapters/clock';
import { currentFormatter, currentLocale, translations } from '../../../lib/web/translations';
import { describeDevice } from '../../ui/device';
import { Instant } from '../../ui/instant';
import { submitEnd } from './actions';

type Props = { session: SessionRow; isThis: boolean };

/** One session, and how to end it; this one is ended by logging out. */
export function SessionItem({ session, isThis }: Props) {
  const t = translations('sessions');
  const locale = currentLocale();
  const device = describeDevice(session.userAgent);
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-4">
      <div className="min-w-0">
        <p className="font-medium">
          <bdi>{device}</bdi> {isThis && <span className="badge badge-success badge-soft ms-1">{t('this')}</span>}
        </p>
        <dl className="mt-1 text-muted text-sm [&>div]:flex [&>div]:flex-wrap [&>div]:gap-x-1.5">
          <div>
            <dt>{t('lastUsed')}</dt>
            <dd>
              <Instant at={session.lastUsedAt} locale={locale} />
              {' ('}
              {currentFormatter().relativeTime(session.lastUsedAt, now())})
            </dd>
          </div>
          <div>
            <dt>{t('began')}</dt>
            <dd>
              <Instant at={session.createdAt} locale={locale} />
            </dd>
          </div>
          <div>
            <dt>{t('address')}</dt>
            <dd>
              <bdi className="inline-block max-w-full break-all">{session.address}</bdi>
            </dd>
          </div>
        </dl>
      </div>
      {!isThis && (
        <form id="session-end" action={submitEnd}>
          <input type="hidden" name="session" value={session.id} />
          <button type="submit" aria-label={t('endNamed', { device })} className="btn btn-sm">
            {t('end')}
          </button>
        </form>
      )}
    </li>
  );
}
