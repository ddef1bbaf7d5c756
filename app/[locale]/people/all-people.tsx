import { currentLocale, translations } from '../../../lib/web/translations';

export function AllPeople() {
  return (
    <p className="mb-4">
      <a href={`/${currentLocale()}/people`} className="link">
        {translations('people')('all')}
      </a>
    </p>
  );
}
