import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';

export function csv(rows: string[][]): string {
  return stringify(rows, { record_delimiter: 'windows', escape_formulas: true });
}

/**
 * Reads rows separated by commas or, as spreadsheets in many countries write them, by semicolons.
 * @param most rows; the rest is left out
 * @returns undefined if a quotation mark isn't closed, or follows text
 */
export function parseCsv(text: string, most: number): string[][] | undefined {
  const [first = ''] = text.split(/\r\n|\r|\n/, 1);
  const counted = (delimiter: string) => first.replace(/"[^"]*"/g, '').split(delimiter).length;
  const delimiter = counted(';') > counted(',') ? ';' : ',';
  try {
    return parse(text, {
      delimiter,
      trim: true,
      relax_column_count: true,
      skip_empty_lines: true,
      to: most,
    });
  } catch {
    return undefined;
  }
}
