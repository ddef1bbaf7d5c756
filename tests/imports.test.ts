import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { newFolder, removeFolder } from './support/folder';

/** Lints a planted import with our configuration. @returns Biome's message */
function lintImport(file: string, source: string): string {
  const folder = newFolder();
  copyFileSync('biome.json', join(folder, 'biome.json'));
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), `import { x } from '${source}';\nx();\n`);
  const biome = resolve('node_modules/@biomejs/biome/bin/biome');
  const args = [biome, 'lint', '--vcs-enabled=false', '--colors=off', file];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  removeFolder(folder);
  const output = (stdout + stderr).replace(/\s+/g, ' ');
  expect(output).toContain('Checked 1 file');
  return output;
}

test.each([
  ['db/users.ts', '../lib/password', /db\/ holds queries and no rules/],
  ['db/users.ts', 'better-sqlite3', /Only db\/sqlite\/ and db\/postgres\//],
  ['db/users.ts', 'next/headers', /Next and React belong in app/],
  ['db/sqlite/open.ts', '../../lib/sessions', /db\/ holds queries and no rules/],
  ['db/sqlite/open.ts', '../postgres/connection', /PostgreSQL belongs in db\/postgres/],
  ['db/postgres/connection.ts', 'better-sqlite3', /SQLite belongs in db\/sqlite/],
  ['lib/password.ts', 'next/headers', /Next and React belong in app/],
  ['lib/password.ts', 'bcryptjs', /Only the adapter in lib\/adapters/],
  ['lib/password.ts', 'drizzle-orm', /as a function in db\//],
  ['lib/password.ts', '../db/schema', /as a function in db\//],
  ['lib/password.ts', './web/session', /The rules know nothing of HTTP/],
  ['lib/password.ts', './server/cluster', /The rules know nothing of HTTP/],
  ['lib/password.ts', '../app/ui/svg-icon', /app\/ is the top layer/],
  ['lib/adapters/totp.ts', '../password', /An adapter wraps a library/],
  ['lib/adapters/totp.ts', '../../db/users', /An adapter wraps a library/],
  ['lib/i18n/locales.ts', '../web/session', /The languages know nothing of HTTP/],
  ['lib/web/form.ts', '../server/http-server', /lib\/server runs outside Next/],
  ['lib/web/form.ts', 'next-auth', /Only lib\/web\/session\.ts imports next-auth/],
  ['lib/web/session.ts', '../../app/ui/svg-icon', /app\/ is the top layer/],
  ['lib/server/http-server.ts', '../web/session', /lib\/server shares only/],
  ['lib/server/http-server.ts', 'next/headers', /lib\/server knows nothing of a Next request/],
  ['app/[locale]/profile/page.tsx', '../../../lib/server/cluster', /lib\/server runs outside Next/],
  ['app/[locale]/profile/page.tsx', 'drizzle-orm', /as a function in db\//],
  ['app/[locale]/profile/page.tsx', 'sharp', /Only the adapter in lib\/adapters/],
])('%s may not import %s', (file, source, message) => {
  expect(lintImport(file, source)).toMatch(message);
});

test.each([
  ['db/users.ts', '../lib/unavailable'],
  ['lib/adapters/hash.ts', '../settings'],
  ['lib/password.ts', './adapters/hash'],
  ['lib/server/http-server.ts', '../web/request-context'],
  ['lib/server/response.ts', '../web/theme-cookie'],
  ['lib/web/session.ts', 'next-auth'],
  ['app/[locale]/profile/page.tsx', '../../../lib/web/session'],
])('%s may import %s', (file, source) => {
  expect(lintImport(file, source)).not.toContain('noRestrictedImports');
});

test('each library has one adapter', () => {
  const folder = 'lib/adapters';
  const imports = readdirSync(folder).flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/from '(?!node:|\.)((?:@[^/']+\/)?[^/']+)/g)].map(
      ([, library]) => `${library} in ${file}`,
    ),
  );
  const libraries = [...new Set(imports)].map((entry) => entry.split(' in ')[0]);
  expect(libraries).toEqual([...new Set(libraries)]);
});
