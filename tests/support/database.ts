import { join } from 'node:path';
import { closeDatabase, migrateDatabase, openDatabase } from '../../db';
import { setClock } from '../../lib/adapters/clock';
import { newFolder, removeFolder } from './folder';

let folder: string;

/** Gives every test of the file a new, empty database. */
export function eachTestHasItsDatabase(): void {
  beforeEach(async () => {
    folder = newFolder();
    openDatabase(join(folder, 'portrait.db'));
    await migrateDatabase();
  });
  afterEach(() => {
    setClock(Date.now);
    closeDatabase();
    removeFolder(folder);
  });
}
