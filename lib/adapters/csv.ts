import { stringify } from 'csv-stringify/sync';

/** Rows as CSV (RFC 4180). A cell that a spreadsheet would take for a formula is quoted so that it is none. */
export function csv(rows: string[][]): string {
  return stringify(rows, { record_delimiter: 'windows', escape_formulas: true });
}
