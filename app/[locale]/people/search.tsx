import { PERSON_STATES, type PeopleSearch } from '../../../lib/people/list';
import { currentLocale, translations } from '../../../lib/web/translations';

export function PeopleSearchForm({ search }: { search: PeopleSearch }) {
  const t = translations('people');
  return (
    <search>
      <form
        id="people-search"
        action={`/${currentLocale()}/people`}
        method="get"
        className="mb-4 flex flex-wrap items-end gap-3"
      >
        {search.company !== undefined && <input type="hidden" name="company" value={search.company} />}
        <div className="min-w-0 flex-1 basis-56">
          <label htmlFor="people-q" className="mb-1 block font-medium">
            {t('search')}
          </label>
          <p id="people-q-hint" className="mb-2 text-muted text-sm">
            {t('searchHint')}
          </p>
          <input
            id="people-q"
            type="search"
            name="q"
            defaultValue={search.q}
            aria-describedby="people-q-hint"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            className="input w-full border-line text-base"
          />
        </div>
        <div className="min-w-0 grow basis-44 sm:grow-0">
          <label htmlFor="people-state" className="mb-1 block font-medium">
            {t('state')}
          </label>
          <select
            id="people-state"
            name="state"
            defaultValue={search.state ?? ''}
            className="select w-full border-line text-base"
          >
            <option value="">{t('states.all')}</option>
            {PERSON_STATES.map((state) => (
              <option key={state} value={state}>
                {t(`states.${state}`)}
              </option>
            ))}
          </select>
        </div>
        <button type="submit" className="btn">
          {t('searchSubmit')}
        </button>
      </form>
    </search>
  );
}
