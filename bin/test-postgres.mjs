// npm run test:postgres: every test over PostgreSQL, a server of its own that is thrown away.
// Its last line counts what passed and what failed.
import { spawnSync } from 'node:child_process';
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
  const { Client } = (await import('pg')).default;
  const client = new Client({ connectionString: `${url}/postgres` });
  await client.connect();
  await client.query('CREATE DATABASE portrait');
  await client.end();
  const env = { ...process.env, NODE_ENV: 'production', DATABASE_URL: `${url}/portrait` };
  const { status } = spawnSync(process.execPath, ['dist/user.mjs', 'list'], { env, stdio: 'inherit' });
  if (status !== 0) throw new Error('the schema was not made');
}
