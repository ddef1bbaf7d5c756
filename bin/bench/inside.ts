import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Portrait } from '../../tests/support/server';

/** Settings of a server that first runs a script, which prints what it has measured for `ask`. */
export function withScript(name: string, script: string): Record<string, string> {
  const file = resolve(`dist/bench/${name}.cjs`);
  mkdirSync('dist/bench', { recursive: true });
  writeFileSync(file, `process.on('SIGUSR2', () => console.log('${name}: ' + report()));\n${script}`);
  return { NODE_OPTIONS: `${process.env.NODE_OPTIONS} --require ${file}` };
}

/** The numbers that the script's `report()` returns. */
export async function ask(portrait: Portrait, name: string): Promise<number[]> {
  const seen = portrait.lines.length;
  portrait.process().kill('SIGUSR2');
  for (;;) {
    const line = portrait.lines.slice(seen).find((line) => line.startsWith(`${name}: `));
    if (line)
      return line
        .slice(name.length + 2)
        .split(' ')
        .map(Number);
    await setTimeout(10);
  }
}
