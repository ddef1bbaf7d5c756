import { stringify } from 'csv-stringify/sync';

/** Rows as CSV (RFC 4180). Cells that a spreadsheet would run as formulas are escaped. */
export function csv(rows: string[][]): string {
  return stringify(rows, { record_delimiter: 'windows', escape_formulas: true });
}
