import { getLocale, getTranslations } from 'next-intl/server';
import { answerNotFound } from '../../../lib/web/answer';
import { Card } from '../../ui/card';
import { PageTitle } from '../../ui/page-title';

/** An address under a locale that no page has. */
export default async function Page() {
  answerNotFound();
  const t = await getTranslations('error');
  return (
    <Card title={t('notFoundTitle')} level={1}>
      <PageTitle of={t('notFoundTitle')} />
      <p className="mb-5">{t('statuses.404')}</p>
      <a href={`/${await getLocale()}`} className="btn btn-primary">
        {t('back')}
      </a>
    </Card>
  );
}
