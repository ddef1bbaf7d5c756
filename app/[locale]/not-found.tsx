import { getLocale, getTranslations } from 'next-intl/server';
import { Card } from '../ui/card';

export default async function NotFound() {
  const t = await getTranslations('error');
  return (
    <Card title={t('notFoundTitle')} level={1}>
      <title>{t('notFoundTitle')}</title>
      <p className="mb-5">{t('notFound')}</p>
      <a href={`/${await getLocale()}`} className="btn btn-primary">
        {t('back')}
      </a>
    </Card>
  );
}
