// npm run test:postgres: what depends on the database, on a temporary PostgreSQL server. Its last line counts what passed and failed.
import { runTests } from './jest.mjs';
import { startPostgres } from './postgres.mjs';
import { bundle, prepare } from './prepare.mjs';

await prepare();

const { url, stop } = await startPostgres();
try {
  await makeTemplate(url);
  console.log(`Testing on PostgreSQL at ${url} …`);
  const { passed, failed } = await runTests({ ...process.env, PORTRAIT_TEST_POSTGRES: url });
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
} finally {
  await stop();
}

/** Makes the database that each test gets a copy of, migrated as a start does it. */
async function makeTemplate(url) {
  const { Client } = (await import('pg')).default;
  const client = new Client({ connectionString: `${url}/postgres` });
  await client.connect();
  await client.query('CREATE DATABASE portrait');
  await client.end();
  await bundle('migrations', 'db/postgres/migrate.ts');
  const { runMigrations } = await import('../dist/migrations.mjs');
  await runMigrations(`${url}/portrait`);
}
