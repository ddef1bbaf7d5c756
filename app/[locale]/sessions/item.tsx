import type { SessionRow } from '../../../db/sessions';
import { direction } from '../../../lib/i18n/locales';
import { currentLocale, translations } from '../../../lib/web/translations';
import { Ago } from '../../ui/ago';
import { describeDevice } from '../../ui/device';
import { Instant, instantText } from '../../ui/instant';
import { IpAddress } from '../../ui/ip-address';
import { submitEnd } from './actions';

type Props = { session: SessionRow; zone: string; isThis: boolean };

export function SessionItem({ session, zone, isThis }: Props) {
  const t = translations('sessions');
  const locale = currentLocale();
  const { id, address, createdAt, lastUsedAt } = session;
  const device = describeDevice(session.userAgent);
  return (
    <li className="flex flex-col items-start gap-3 py-4 sm:flex-row sm:items-center sm:justify-between">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
          <bdi dir={direction(locale)}>{device}</bdi>
          {isThis && <span className="badge badge-success badge-soft">{t('this')}</span>}
        </p>
        <dl className="mt-1 text-muted text-sm [&>div]:flex [&>div]:gap-x-2 [&_dt]:shrink-0">
          <div>
            <dt className={isThis ? 'sr-only' : undefined}>{t('lastUsed')}</dt>
            <dd>{isThis ? t('activeNow') : <Ago at={lastUsedAt} />}</dd>
          </div>
          <div>
            <dt>{t('began')}</dt>
            <dd>
              <Instant at={createdAt} zone={zone} />
            </dd>
          </div>
          <div>
            <dt>{t('address')}</dt>
            <dd>
              <IpAddress address={address} />
            </dd>
          </div>
        </dl>
      </div>
      {!isThis && (
        <form id="session-end" action={submitEnd}>
          <input type="hidden" name="session" value={id} />
          <button
            type="submit"
            aria-label={t('endNamed', { device, address, since: instantText(createdAt, zone) })}
            className="btn btn-sm"
          >
            {t('end')}
          </button>
        </form>
      )}
    </li>
  );
}
