import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROUTES, SCOPES } from '../lib/adapters/oidc-host';

const PAGES = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'tests/README.md'],
  ...(readdirSync('docs', { recursive: true }) as string[])
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found = '']) => found);

/** Files that Portrait or its administrator makes, and CONTRIBUTING.md's example. */
const NOT_IN_THE_TREE = /^(data|dist|node_modules|deploy\/certificates)\/|^deploy\/\.env$|nickname/;

/** What bin/<program>.ts declares. */
function declared(program: string): string[] {
  const source = readFileSync(`bin/${program}.ts`, 'utf8');
  return [
    '--help',
    ...matches(source, /(?:\.command|onUser)\('([\w-]+)'/g),
    ...matches(source, /(?:[oO]ption)\(\s*'(--[\w-]+)/g),
  ];
}

const PROGRAM = '(user|app|mail|backup|restore|move)';

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

  test('names commands and options that exist', () => {
    const lines = text.replaceAll('\\\n', ' ').split('\n');
    const calls = lines.flatMap((line) => [
      ...line.matchAll(
        RegExp(`(?:npm run ${PROGRAM} --|node dist/(\\w+)\\.mjs|\\bportrait ${PROGRAM})(?= ) ([^\`#]*)`, 'g'),
      ),
    ]);
    for (const [call, one, built, own, args = ''] of calls) {
      const program = one ?? built ?? own ?? '';
      const known = declared(program);
      const [first = ''] = args.split(' ');
      const options = matches(args, /(?<![\w-])(--[\w-]+)/g);
      const used = ['user', 'app', 'mail'].includes(program) ? [first, ...options] : options;
      expect([call, used.filter((word) => !known.includes(word))]).toEqual([call, []]);
    }
  });

  test('sets only variables that Portrait reads', () => {
    const names = matches(text, /(?<![\w$])([A-Z][A-Z_]{3,})=/g);
    expect(names.filter((name) => !SETTINGS.has(name))).toEqual([]);
  });
});

/** The default of each variable in a table; a row may have several of both. */
function defaultsIn(page: string): Map<string, string> {
  const rows = readFileSync(page, 'utf8').matchAll(/^\| (`[A-Z_`, ]+`) +\| (.*?) +\|/gm);
  const pairs = [...rows].flatMap(([, names = '', values = '']) => {
    const [list, each] = [names, values].map((cell) => cell.replaceAll('`', '').split(', ')) as [string[], string[]];
    return list.map((name, n): [string, string] => [name, each.length === list.length ? (each[n] ?? '') : values]);
  });
  return new Map(pairs);
}

const SETTINGS = defaultsIn('docs/settings.md');

test('README.md has the defaults of docs/settings.md', () => {
  const short = defaultsIn('README.md');
  short.delete('MAIL_FROM'); // shares its row with SMTP_URL
  const inOneWord = [...short].filter(([, value]) => /^[^\s`]+$/.test(value));
  expect(inOneWord.length).toBeGreaterThan(8);
  for (const [name, value] of inOneWord) {
    const [first] = SETTINGS.get(name)?.split(', ') ?? [];
    expect([name, first?.replaceAll('`', '')]).toEqual([name, value]);
  }
});

test('docs/applications.md has every claim, by its scope, and every option of npm run app -- add', () => {
  const text = readFileSync('docs/applications.md', 'utf8');
  const rows = [...text.matchAll(/^\| (`[a-z_`, ]+`) +\| `(\w+)` +\|/gm)];
  const told = rows.flatMap(([, claims = '', scope = '']) =>
    matches(claims, /`(\w+)`/g).map((claim) => `${scope} ${claim}`),
  );
  const given = Object.entries(SCOPES).flatMap(([scope, claims]) => claims.map((claim) => `${scope} ${claim}`));
  expect(told.sort()).toEqual(given.sort());
  const options = matches(text, /^\| `(--[\w-]+)/gm);
  expect([...options, '--help', '--name', '--json'].sort()).toEqual(
    declared('app')
      .filter((word) => word.startsWith('--'))
      .sort(),
  );
});

test('every address of Portrait in the documents is there', () => {
  const told = PAGES.filter((page) => page !== 'docs/next-internals.md')
    .flatMap((page) =>
      matches(readFileSync(page, 'utf8'), /(?:account\.example\.com|`)(\/[a-z.][\w./-]*\w)(?=[`\s'",])/g),
    )
    .filter((path) => !existsSync(path) && !/^\/(var|etc|opt|usr|srv|backups|dev|tmp|wiki)\//.test(path));
  const forApplications = [...Object.values(ROUTES), '/forward-auth', '/.well-known/openid-configuration'];
  const isThere = (path: string) =>
    forApplications.includes(path) || ['app', 'app/[locale]', 'public'].some((folder) => existsSync(folder + path));
  expect(told.length).toBeGreaterThan(10);
  expect(told.filter((path) => !isThere(path))).toEqual([]);
});

test('every event, file and cookie that the documents name exists', () => {
  const sources = ['app', 'bin', 'db', 'lib', 'deploy'].flatMap((folder) =>
    (readdirSync(folder, { recursive: true }) as string[])
      .filter((name) => /\.(tsx?|mjs|conf|service|yaml)$/.test(name))
      .map((name) => readFileSync(join(folder, name), 'utf8')),
  );
  const code = sources.join('\n');
  const told = ['docs/operations.md', 'docs/mail.md', 'docs/settings.md', 'docs/scaling.md'].flatMap((page) =>
    matches(readFileSync(page, 'utf8'), /`((?:portrait\.db|[a-z]+)(?:-[a-z]+)+)`/g),
  );
  expect(told.length).toBeGreaterThan(5);
  const isKnown = (name: string) =>
    code.includes(name) || RegExp(`[\`'"}]${name.replace(/^portrait(\.db)?/, '')}[\`'"]`).test(code);
  expect(told.filter((name) => name !== 'verify-full' && !isKnown(name))).toEqual([]);
});

test('every guarantee in SECURITY.md and every reliance in next-internals.md names tests that exist', () => {
  const rows = ['SECURITY.md', 'docs/next-internals.md']
    .flatMap((page) => readFileSync(page, 'utf8').split('\n'))
    .filter((line) => line.startsWith('|'));
  const names = rows.flatMap((row) => matches(row.split('|').at(-2) ?? '', /`((?:\w+\/)?[a-z-]+)`/g));
  expect(names.length).toBeGreaterThan(60);
  expect(names.filter((name) => !existsSync(`tests/${name}.test.ts`))).toEqual([]);
});
