import { listPeople, PERSON_STATES, type PeopleSearch } from '../../../lib/people/list';
import { requireAdministrator } from '../../../lib/web/session';
import { currentLocale, translations } from '../../../lib/web/translations';
import { Card } from '../../ui/card';
import { Notice } from '../../ui/notice';
import { PageTitle } from '../../ui/page-title';
import NotFound from '../[...rest]/page';
import { CompanySection } from './company';
import { PasswordsSection } from './import/passwords-section';
import { PersonItem } from './item';
import { PeopleSearchForm } from './search';

export default async function Page({ searchParams }: PageProps<'/[locale]/people'>) {
  const asked = await searchParams;
  const session = await requireAdministrator('/people');
  if (!session) return <NotFound />;
  const search = searchOf(asked);
  const { people, after } = await listPeople(search, textOf(asked.after));
  const t = translations('people');
  const path = `/${currentLocale()}/people`;
  const isSearch = search.q !== '' || search.state !== undefined || search.company !== undefined;
  return (
    <>
      <PageTitle of={t('title')} />
      <Notice />
      <PasswordsSection session={session} />
      <Card title={t('title')} level={1}>
        <p className="mb-6 flex flex-wrap gap-3">
          <a href={`${path}/new`} className="btn btn-primary">
            {t('newTitle')}
          </a>
          <a href={`${path}/import`} className="btn">
            {t('importTitle')}
          </a>
        </p>
        <PeopleSearchForm search={search} />
        {search.company !== undefined && (
          <p className="mb-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-1">
            <span className="min-w-0 [overflow-wrap:anywhere]">{t('ofCompany', { company: search.company })}</span>
            <a href={path} className="link">
              {t('showAll')}
            </a>
          </p>
        )}
        {people.length === 0 ? (
          <p className="flex flex-wrap items-center gap-x-3">
            <span>{t('none')}</span>
            <a href={path} className="link">
              {t('showAll')}
            </a>
          </p>
        ) : (
          <ul className="divide-y divide-base-300">
            {people.map((person) => (
              <PersonItem key={person.id} person={person} />
            ))}
          </ul>
        )}
        {people.length === 1 && !isSearch && <p className="mt-4 text-muted">{t('onlyYou')}</p>}
        {(asked.after || after) && (
          <nav aria-label={translations('shell')('pages')} className="mt-4 flex flex-wrap justify-between gap-3">
            {asked.after && (
              <a href={path + queryOf({ ...asked, after: undefined })} className="btn btn-sm">
                {t('first')}
              </a>
            )}
            {after && (
              <a href={path + queryOf({ ...asked, after })} rel="next" className="btn btn-sm ms-auto">
                {t('next')}
              </a>
            )}
          </nav>
        )}
      </Card>
      {search.company !== undefined && people.length > 0 && (
        <CompanySection company={search.company} by={session.user.username} />
      )}
    </>
  );
}

type Asked = Record<string, string | string[] | undefined>;

const textOf = (value: string | string[] | undefined) =>
  typeof value === 'string' && value !== '' ? value : undefined;

function searchOf(asked: Asked): PeopleSearch {
  const q = (textOf(asked.q) ?? '').trim().slice(0, 254);
  return { q, state: PERSON_STATES.find((state) => state === asked.state), company: textOf(asked.company) };
}

function queryOf(asked: Asked): string {
  const query = new URLSearchParams();
  for (const name of ['q', 'state', 'company', 'after']) {
    const value = textOf(asked[name]);
    if (value !== undefined) query.set(name, value);
  }
  return query.size > 0 ? `?${query}` : '';
}
