import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What Next itself loads; everything else is imported. */
const ENTRY = /\/(page|layout|route|default|not-found)\.tsx?$/;

const files = readdirSync('app', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => join('app', name));

const sources = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));

const isClient = (file: string) => sources.get(file)?.startsWith("'use client'");

/** The files under app/ that a file imports. */
const importsOf = (file: string) =>
  [...(sources.get(file) ?? '').matchAll(/(?:from |import\()'(\.[^']+)'/g)].flatMap(([, path = '']) =>
    ['.ts', '.tsx']
      .map((end) => join(dirname(file), path) + end)
      .filter((found) => existsSync(found) && sources.has(found)),
  );

/** The files that server code imports, including the client files at its boundary. */
function reachedByServer(): Set<string> {
  const reached = new Set<string>();
  const visit = (file: string) => {
    if (reached.has(file)) return;
    reached.add(file);
    if (!isClient(file)) importsOf(file).forEach(visit);
  };
  files.filter((file) => ENTRY.test(file)).forEach(visit);
  return reached;
}

test("only files that server code imports have 'use client'", () => {
  const reached = reachedByServer();
  expect(files.filter((file) => isClient(file) && !reached.has(file))).toEqual([]);
  expect(files.filter((file) => isClient(file)).length).toBeGreaterThan(10);
});
