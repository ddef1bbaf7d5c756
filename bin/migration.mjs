// npm run migration: writes the migrations for a change of the schema, for each engine.
import { spawnSync } from 'node:child_process';

for (const engine of ['sqlite', 'postgres']) {
  const args = ['generate', `--config=db/${engine}/drizzle.config.ts`, ...process.argv.slice(2)];
  const { status } = spawnSync(process.execPath, ['node_modules/drizzle-kit/bin.cjs', ...args], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
