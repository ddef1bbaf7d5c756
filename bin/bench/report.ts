import { mkdirSync, writeFileSync } from 'node:fs';
import type { Figures } from './measure';

const UNITS: Record<string, string> = { perSecond: 'requests/s', p50: 'p50 ms', p99: 'p99 ms', processorMs: 'CPU ms' };

type Ratios = { over: string; measures: string[] };

export function report(subject: string, figures: Record<string, Figures>, ratios?: Ratios): void {
  const names = Object.keys(figures);
  const measures = Object.keys(figures[names[0] as string] ?? {});
  const base = ratios && figures[ratios.over];
  const ratioOf = (name: string, measure: string) => (figures[name]?.[measure] ?? 0) / (base?.[measure] ?? 0);
  const rows = names.map((name) => [
    name,
    ...measures.map((measure) => figure(figures[name]?.[measure])),
    ...(ratios?.measures ?? []).map((measure) => `${figure(ratioOf(name, measure))} ×`),
  ]);
  const unit = (measure: string) => UNITS[measure] ?? measure;
  const head = [
    subject,
    ...measures.map(unit),
    ...(ratios?.measures ?? []).map((measure) => `${unit(measure)}, ratio`),
  ];
  console.log(`\n${[head, head.map((_, column) => (column ? '--:' : ':--')), ...rows].map(line).join('\n')}`);
  mkdirSync('dist/bench', { recursive: true });
  writeFileSync(`dist/bench/${subject.replace(/\W+/g, '-')}.json`, JSON.stringify({ figures, ratios }, null, 2));
}

const line = (cells: string[]) => `| ${cells.join(' | ')} |`;

/** Three significant digits. */
function figure(value = Number.NaN): string {
  return value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
