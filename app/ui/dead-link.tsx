import { currentLocale, translations } from '../../lib/web/translations';
import { Card } from './card';
import { PageTitle } from './page-title';
import { Support } from './support';

/** In place of a form whose mailed link was used, has expired, or never existed. */
export function DeadLink({ isOfUsername = false }: { isOfUsername?: boolean }) {
  const t = translations('mail');
  const page = isOfUsername ? 'profile' : 'forgotten-password';
  return (
    <div className="[nav+main_&]:max-w-none [nav+main_&]:pt-0 mx-auto max-w-md sm:pt-8">
      <PageTitle of={t('deadTitle')} />
      <Card title={t('deadTitle')} intro={t('errors.linkDead')} level={1}>
        <a href={`/${currentLocale()}/${page}`} className="btn btn-primary">
          {isOfUsername ? translations('error')('back') : t('askAgain')}
        </a>
        <Support />
      </Card>
    </div>
  );
}
