import Sqlite from 'better-sqlite3';
import { closeDatabase, openDatabase } from '../../db/index';
import { newSignedInPerson } from '../../tests/support/scenes';
import { launchServer, type Portrait } from '../../tests/support/server';
import { load, PLAIN } from './load';
import { type Candidate, interleaved, transpose } from './measure';
import { report } from './report';
import { tour } from './tour';

const SIZES = [1000, 100_000, 1_000_000];

export async function sizes(): Promise<void> {
  const portraits: [string, Portrait][] = [];
  for (const size of SIZES) {
    const portrait = await launchServer();
    fill(portrait.file, size);
    portraits.push([`${size.toLocaleString('en')} users`, portrait]);
  }
  const pages: Candidate[] = [];
  for (const page of ['profile', 'sessions', 'activity', 'sign-in'])
    for (const [name, portrait] of portraits) {
      await opens(portrait);
      const [browser] = await newSignedInPerson(portrait);
      const cookie = page === 'sign-in' ? '' : await browser.jar.getCookieString(browser.url);
      const target = { url: `${portrait.url}/en/${page}`, pid: portrait.process().pid as number };
      pages.push({ name: `${page}, ${name}`, run: () => load({ ...target, headers: { ...PLAIN, cookie } }) });
    }
  report('sizes', await interleaved(pages));
  const forms = portraits.map(([name, portrait]): Candidate => {
    const run = async () => {
      await opens(portrait);
      return tour(portrait, 10);
    };
    return { name, run };
  });
  report('forms by size', transpose(await interleaved(forms)));
  for (const [, portrait] of portraits) await portrait.stop();
}

async function opens({ database }: Portrait): Promise<void> {
  await closeDatabase();
  openDatabase(database);
}

function fill(file: string, size: number): void {
  const sqlite = new Sqlite(file);
  sqlite.pragma('synchronous = OFF');
  sqlite.pragma('foreign_keys = OFF');
  const { id: company } = sqlite.prepare('SELECT id FROM companies').get() as { id: string };
  const numbers = `WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${size})`;
  const scattered = "printf('%08x-0000-4000-8000-%012x', (n * 2654435761) % 4294967296, n)";
  const now = Date.now();
  sqlite.exec(`
    BEGIN;
    INSERT INTO users (id, company_id, username, username_key, role, language, password_hash, password_must_change, created_at)
      ${numbers} SELECT ${scattered}, '${company}', ${scattered} || '@example.org', ${scattered} || '@example.org',
      'Engineer', 'en', 'hmac-sha384:$2b$04$' || printf('%053d', n), 0, ${now} FROM numbers;
    INSERT INTO sessions (id, value_hash, user_id, created_at, last_used_at, address, user_agent)
      ${numbers} SELECT ${scattered}, 'hash' || ${scattered}, ${scattered}, ${now} - n, ${now} - n, '192.0.2.1', 'Test' FROM numbers;
    INSERT INTO events (user_id, type, at, address, user_agent)
      ${numbers} SELECT ${scattered}, value, ${now} - n, '192.0.2.1', 'Test'
      FROM numbers, json_each('["account-created","signed-in","language-changed"]');
    COMMIT;`);
  sqlite.close();
}
