import { stringify } from 'csv-stringify/sync';

export function csv(rows: string[][]): string {
  return stringify(rows, { record_delimiter: 'windows', escape_formulas: true });
}
