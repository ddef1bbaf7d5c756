import { checkDatabase, migrateDatabase, openDatabase } from '../../db';

/** Opens a database file as a start does. */
export async function openAtStart(file: string): Promise<void> {
  openDatabase(`file:${file}`);
  await checkDatabase();
  await migrateDatabase();
}
