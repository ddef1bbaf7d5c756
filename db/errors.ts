/** What cannot serve as the database: one sentence that names it, and one that says what to do. */
export class UnusableDatabase extends Error {
  constructor(file: string, fault: string, advice: string) {
    super(`The database ${file} ${fault}. ${advice}`);
  }
}

/** What a command is told that no start has made a database for: it makes none itself. */
export function databaseMissing(database: string, fault: string): UnusableDatabase {
  return new UnusableDatabase(database, fault, 'Look at DATABASE_URL, or start Portrait once first.');
}
