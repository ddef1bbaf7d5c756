// npm run test:postgres: every test over PostgreSQL, a server of its own that is thrown away.
// Its last line counts what passed and what failed.
import { runTests } from './jest.mjs';
import { startPostgres } from './postgres.mjs';
import { prepare } from './prepare.mjs';

await prepare();

const { url, stop } = await startPostgres();
try {
  await makeTemplate(url);
  const { passed, failed } = runTests({ ...process.env, PORTRAIT_TEST_POSTGRES: url });
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
} finally {
  await stop();
}

/** Migrates the database that each test gets a copy of. */
async function makeTemplate(url) {
  const { Client, Pool } = (await import('pg')).default;
  const { drizzle } = await import('drizzle-orm/node-postgres');
  const { migrate } = await import('drizzle-orm/node-postgres/migrator');
  const client = new Client({ connectionString: `${url}/postgres` });
  await client.connect();
  await client.query('CREATE DATABASE portrait');
  await client.end();
  const pool = new Pool({ connectionString: `${url}/portrait` });
  await migrate(drizzle(pool), { migrationsFolder: 'db/postgres/migrations', migrationsSchema: 'public' });
  await pool.end();
}
