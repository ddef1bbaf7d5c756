import { parseCsv } from '../adapters/csv';
import { type Outcome, type Refusal, refuse } from '../outcome';
import { parseUsername, usernameKey } from '../username';
import { validateAccount } from './create';

export const IMPORT_MAX_ROWS = 10_000;
export const IMPORT_MAX_BYTES = 2 * 1024 * 1024;

export const IMPORT_TOO_LARGE = refuse('people.errors.fileTooLarge', 'file', { most: IMPORT_MAX_BYTES / 1024 / 1024 });

/** Longer than any rule allows. A longer cell is cut: Unicode normalization of 2 MB can take many minutes. */
const CELL_MAX_LENGTH = 1024;

export const IMPORT_COLUMNS = ['username', 'company', 'role', 'language'] as const;

/** A row of the file. One without a fault can be created, unless there is such a user. */
export type ImportRow = {
  /** In the file, from 1, without the column names. */
  number: number;
  username: string;
  company: string;
  role?: string;
  language?: string;
  fault?: Pick<Refusal, 'error' | 'values'>;
};

export async function readImportFile(file: File | undefined): Promise<Outcome<{ rows: ImportRow[] }>> {
  if (!file || file.size === 0) return refuse('people.errors.fileMissing', 'file');
  if (file.size > IMPORT_MAX_BYTES) return IMPORT_TOO_LARGE;
  const text = decode(await file.arrayBuffer());
  if (text === undefined) return refuse('people.errors.fileNotText', 'file');
  const records = parseCsv(text, IMPORT_MAX_ROWS + 2);
  if (!records) return refuse('people.errors.fileDamaged', 'file');
  const rows = toRows(records);
  if (rows.length === 0) return refuse('people.errors.fileEmpty', 'file');
  if (rows.length > IMPORT_MAX_ROWS) return refuse('people.errors.fileTooLong', 'file', { most: IMPORT_MAX_ROWS });
  return { ok: true, rows };
}

/** Text with NUL is UTF-16 or binary. */
function decode(bytes: ArrayBuffer): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

type Column = (typeof IMPORT_COLUMNS)[number];

function toRows(records: string[][]): ImportRow[] {
  const names = records[0]?.map((name) => name.toLowerCase()) ?? [];
  const hasNames = names.includes('username');
  const columns: readonly string[] = hasNames ? names : IMPORT_COLUMNS;
  const seen = new Set<string>();
  return records.slice(hasNames ? 1 : 0).map((record, n) => {
    const cell = (column: Column) => (record[columns.indexOf(column)] ?? '').slice(0, CELL_MAX_LENGTH).toWellFormed();
    const row: ImportRow = { number: n + 1, username: cell('username'), company: cell('company') };
    if (cell('role')) row.role = cell('role');
    if (cell('language')) row.language = cell('language').toLowerCase();
    const fault = findFault(row, seen);
    return fault ? { ...row, fault: { error: fault.error, values: fault.values } } : row;
  });
}

function findFault(row: ImportRow, seen: Set<string>): Refusal | undefined {
  const parsed = parseUsername(row.username);
  if (!parsed.ok) return parsed;
  const validated = validateAccount({ company: row.company, role: row.role, language: row.language });
  if (!validated.ok) return validated;
  const key = usernameKey(parsed.username);
  if (seen.has(key)) return refuse('people.errors.rowTwice');
  seen.add(key);
  return undefined;
}
