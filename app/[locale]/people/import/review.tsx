import type { ReviewedRow } from '../../../../lib/people/import';
import { isMailOn } from '../../../../lib/settings';
import { currentFormatter, currentLocale, translations } from '../../../../lib/web/translations';
import { Card } from '../../../ui/card';
import { ActionForm } from '../../../ui/form/action-form';
import { SubmitButton } from '../../../ui/form/submit-button';
import { Icon } from '../../../ui/svg-icon';
import { Username } from '../../../ui/username';
import { submitImportConfirm } from './actions';
import { Continue } from './continue';

const PAGE_SIZE = 500;

type Props = { list: string; rows: ReviewedRow[]; position: number; page: number; isGoing: boolean };

/** Says row by row what would be created: first what is wrong. */
export function Review({ list, rows, position, page, isGoing }: Props) {
  const t = translations('people');
  const path = `/${currentLocale()}/people/import`;
  const wrong = rows.filter(({ fault }) => fault);
  const existing = rows.filter(({ exists }) => exists);
  const created = rows.filter(({ fault, exists }) => !fault && !exists);
  const listed = [...wrong, ...existing, ...created].slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  const hasBegun = position > 0;
  return (
    <Card title={t('reviewTitle')} level={1}>
      <ul className="mb-5 space-y-1">
        <li>{t('reviewNew', { count: created.length })}</li>
        {existing.length > 0 && <li>{t('reviewExisting', { count: existing.length })}</li>}
        {wrong.length > 0 && (
          <li className="flex gap-2 text-error">
            <Icon shape="alert" className="mt-0.5 size-5" />
            {t('reviewWrong', { count: wrong.length })}
          </li>
        )}
      </ul>
      {hasBegun && (
        <div className="mb-5">
          <progress
            className="progress progress-primary w-full"
            value={position}
            max={rows.length}
            aria-label={t('reviewTitle')}
          />
          <p role="status">{t('importProgress', { done: position, total: rows.length })}</p>
        </div>
      )}
      {created.length > 0 || hasBegun ? (
        <ActionForm id="people-import-confirm" action={submitImportConfirm}>
          <input type="hidden" name="list" value={list} />
          <p className="mb-4">{t(isMailOn() ? 'importByMail' : 'importByPassword')}</p>
          <div className="flex flex-wrap items-center gap-3">
            <SubmitButton>{t(hasBegun ? 'importContinue' : 'importConfirm')}</SubmitButton>
            <a href={path} className="btn">
              {t('importAnother')}
            </a>
          </div>
          {isGoing && hasBegun && <Continue form="people-import-confirm" position={position} />}
        </ActionForm>
      ) : (
        <p>
          {t('importNothing')}{' '}
          <a href={path} className="link">
            {t('importAnother')}
          </a>
        </p>
      )}
      <ol className="mt-6 divide-y divide-base-300">
        {listed.map((row) => (
          <Row key={row.number} row={row} />
        ))}
      </ol>
      {rows.length > page * PAGE_SIZE && (
        <a href={`${path}?list=${list}&page=${page + 1}`} rel="next" className="btn btn-sm mt-4">
          {t('next')}
        </a>
      )}
    </Card>
  );
}

function Row({ row }: { row: ReviewedRow }) {
  const t = translations();
  const { number, username, company, role, language, fault, exists } = row;
  return (
    <li className="flex gap-3 py-2 text-sm">
      <span className="min-w-8 text-muted tabular-nums">{currentFormatter().number(number)}</span>
      <div className="min-w-0 flex-1 justify-between gap-3 sm:flex">
        <div className="min-w-0 [overflow-wrap:anywhere]">
          <p className="font-medium">
            <Username>{username}</Username>
          </p>
          <p className="dotted text-muted">
            {[company, role, language].filter(Boolean).map((part) => (
              <span key={part}>
                <bdi>{part}</bdi>
              </span>
            ))}
          </p>
          {fault && <p className="text-error">{t(fault.error, fault.values)}</p>}
        </div>
        {!fault && <p className="sm:shrink-0">{t(exists ? 'people.rowExists' : 'people.rowNew')}</p>}
      </div>
    </li>
  );
}
