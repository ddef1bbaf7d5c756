import type { ListedPerson } from '../../../lib/people/list';
import { translations } from '../../../lib/web/translations';

type Props = { person: Pick<ListedPerson, 'administrator' | 'disabledAt' | 'passwordMustChange'> };

export function PersonBadges({ person }: Props) {
  const t = translations('people');
  return (
    <>
      {person.administrator && <span className="badge badge-soft badge-primary">{t('administrator')}</span>}
      {person.disabledAt !== null && <span className="badge badge-soft badge-error">{t('disabledBadge')}</span>}
      {person.disabledAt === null && person.passwordMustChange && (
        <span className="badge badge-soft badge-warning">{t('pendingBadge')}</span>
      )}
    </>
  );
}
