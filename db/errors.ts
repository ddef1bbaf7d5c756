/** One sentence names the database and what is wrong with it, another says what to do. */
export class UnusableDatabase extends Error {
  constructor(file: string, fault: string, advice: string) {
    super(`The database ${file} ${fault}. ${advice}`);
  }
}

/** Commands create no database: the first start does. */
export function databaseMissing(database: string, fault: string): UnusableDatabase {
  return new UnusableDatabase(database, fault, 'Check DATABASE_URL, or start Portrait once first.');
}
