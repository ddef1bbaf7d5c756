/** What cannot serve as the database: one sentence that names it, and one that says what to do. */
export class UnfitDatabase extends Error {
  constructor(file: string, fault: string, advice: string) {
    super(`The database ${file} ${fault}. ${advice}`);
  }
}
