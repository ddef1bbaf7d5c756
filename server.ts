import { UnusableDatabase } from './db/errors';
import { start } from './lib/server/start';
import { SettingError, settings } from './lib/settings';
import { Unavailable } from './lib/unavailable';

try {
  await start(settings());
} catch (error) {
  if (![SettingError, UnusableDatabase, Unavailable].some((kind) => error instanceof kind)) throw error;
  console.error((error as Error).message);
  process.exit(1);
}
