import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const PAGES = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'tests/README.md'],
  ...(readdirSync('docs', { recursive: true }) as string[])
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found = '']) => found);

/** Files that Portrait or its administrator makes, and CONTRIBUTING.md's example. */
const NOT_IN_THE_TREE = /^(data|dist|node_modules|deploy\/certificates)\/|^deploy\/\.env$|nickname/;

describe.each(PAGES)('%s', (page) => {
  const text = readFileSync(page, 'utf8');

  test('links to pages that exist', () => {
    const links = matches(text, /\]\((?!https?:)([^)#]+)/g).concat(matches(text, /src="([^"]+)"/g));
    expect(links.filter((link) => !existsSync(join(dirname(page), link)))).toEqual([]);
  });

  test('names files that exist', () => {
    const paths = matches(
      text,
      /[`\s]((?:app|bin|db|deploy|docs|lib|messages|public|tests)\/[\w./[\]-]*\w)(?=[`\s:,.)/])/g,
    );
    const missing = paths.filter((path) => !NOT_IN_THE_TREE.test(path) && !existsSync(path));
    expect(missing).toEqual([]);
  });

  test('names npm scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
    const names = matches(text, /npm run (?:--silent )?([\w:]+)/g);
    expect(names.filter((name) => !(name in scripts))).toEqual([]);
  });
});

test('every guarantee in SECURITY.md and every reliance in next-internals.md names tests that exist', () => {
  const rows = ['SECURITY.md', 'docs/next-internals.md']
    .flatMap((page) => readFileSync(page, 'utf8').split('\n'))
    .filter((line) => line.startsWith('|'));
  const names = rows.flatMap((row) => matches(row.split('|').at(-2) ?? '', /`((?:\w+\/)?[a-z-]+)`/g));
  expect(names.length).toBeGreaterThan(60);
  expect(names.filter((name) => !existsSync(`tests/${name}.test.ts`))).toEqual([]);
});
