import { reviewImport } from '../../../../lib/people/import';
import {
  IMPORT_COLUMNS,
  IMPORT_MAX_BYTES,
  IMPORT_MAX_ROWS,
  IMPORT_TOO_LARGE,
} from '../../../../lib/people/import-file';
import { refusedBefore } from '../../../../lib/web/form';
import { requireAdministrator } from '../../../../lib/web/session';
import { currentLocale, translations } from '../../../../lib/web/translations';
import { Card } from '../../../ui/card';
import { ActionForm } from '../../../ui/form/action-form';
import { SubmitButton } from '../../../ui/form/submit-button';
import { Notice } from '../../../ui/notice';
import { PageTitle } from '../../../ui/page-title';
import NotFound from '../../[...rest]/page';
import { AllPeople } from '../all-people';
import { submitImport } from './actions';
import { FileField } from './file-field';
import { Review } from './review';

const exampleFile = (language: string) =>
  `${IMPORT_COLUMNS.join(',')}\r\nname@example.com,Example,Member,${language}\r\n`;

export default async function Page({ searchParams }: PageProps<'/[locale]/people/import'>) {
  const { list, page, going } = await searchParams;
  const session = await requireAdministrator('/people/import');
  if (!session) return <NotFound />;
  const review = typeof list === 'string' ? await reviewImport(session, list) : undefined;
  const t = translations('people');
  return (
    <>
      <PageTitle of={t(review ? 'reviewTitle' : 'importTitle')} />
      <AllPeople />
      <Notice />
      {review && typeof list === 'string' ? (
        <Review list={list} {...review} page={pageNumber(page)} isGoing={going !== undefined} />
      ) : (
        <Upload isGone={list !== undefined} />
      )}
    </>
  );
}

const pageNumber = (text: string | string[] | undefined) =>
  typeof text === 'string' && /^[1-9]\d{0,3}$/.test(text) ? Number(text) : 1;

function Upload({ isGone }: { isGone: boolean }) {
  const t = translations('people');
  const example = exampleFile(currentLocale());
  const limits = { rows: IMPORT_MAX_ROWS, most: IMPORT_MAX_BYTES / 1024 / 1024 };
  return (
    <Card title={t('importTitle')} intro={t('importIntro', limits)} level={1}>
      {isGone && <p className="alert alert-info alert-soft mb-5">{t('errors.importGone')}</p>}
      <p className="mb-5">
        <a href={`data:text/csv;charset=utf-8,${encodeURIComponent(example)}`} download="people.csv" className="link">
          {t('importExample')}
        </a>
      </p>
      <ActionForm
        id="people-import"
        action={submitImport}
        refusedBefore={refusedBefore(IMPORT_TOO_LARGE)}
        tooLarge={t('errors.fileTooLarge', limits)}
      >
        <FileField
          label={t('importFile')}
          hint={t('importFileHint')}
          choose={t('importChoose')}
          none={t('importNone')}
        />
        <SubmitButton>{t('importSubmit')}</SubmitButton>
      </ActionForm>
    </Card>
  );
}
