/** The message is one sentence that names the database and the problem, and one that says what to do. */
export class UnusableDatabase extends Error {
  constructor(file: string, fault: string, advice: string) {
    super(`The database ${file} ${fault}. ${advice}`);
  }
}

export function databaseMissing(database: string, fault: string): UnusableDatabase {
  return new UnusableDatabase(database, fault, 'Check DATABASE_URL, or start Portrait once first.');
}
