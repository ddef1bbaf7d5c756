import { listUsedApplications } from '../../../lib/applications';
import { requireSession } from '../../../lib/web/session';
import { translations } from '../../../lib/web/translations';
import { Ago } from '../../ui/ago';
import { Card } from '../../ui/card';
import { PlainForm } from '../../ui/form/plain-form';
import { Notice } from '../../ui/notice';
import { PageTitle } from '../../ui/page-title';
import { submitEnd } from './actions';

const EXAMPLE = 'npm run app -- add --name Wiki --redirect https://wiki.example.com/callback';

export default async function Page() {
  const session = await requireSession('/applications');
  const used = await listUsedApplications(session);
  const t = translations('applications');
  return (
    <>
      <Notice />
      <Card title={t('title')} intro={t('intro')} level={1}>
        {used.length === 0 && <p>{t('empty')}</p>}
        <ul className="-my-4 divide-y empty:hidden divide-base-300">
          {used.map(({ id, name, lastUsedAt }) => (
            <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-4">
              <div className="min-w-0 flex-1 basis-[7rem]">
                <p className="font-medium">
                  <bdi>{name}</bdi>
                </p>
                <p className="mt-1 flex flex-wrap gap-x-2 text-muted text-sm">
                  {t('lastUsed')}
                  <Ago at={lastUsedAt} />
                </p>
              </div>
              <PlainForm id="application-end" action={submitEnd}>
                <input type="hidden" name="application" value={id} />
                <button type="submit" aria-label={t('endNamed', { name })} className="btn btn-sm">
                  {t('end')}
                </button>
              </PlainForm>
            </li>
          ))}
        </ul>
        {session.user.administrator && (
          <div className="mt-10 rounded-field bg-base-200 p-4 text-sm contrast:border forced-colors:border">
            <p>{t('register')}</p>
            <pre dir="ltr" className="mt-2 whitespace-pre-wrap">
              <code>{EXAMPLE}</code>
            </pre>
            <p className="mt-2 text-muted">{t('docs')}</p>
          </div>
        )}
      </Card>
      <PageTitle of={t('title')} />
    </>
  );
}
