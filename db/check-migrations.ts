import { UnusableDatabase } from './errors';

/**
 * Whether a database is one of ours, by when each of the migrations was written that made it.
 *
 * @param made those it has gone through, the first one first
 * @param known those of this release
 * @throws UnfitDatabase where it is another program's, or of a later release
 */
export function checkMigrations(database: string, made: number[], known: number[], isEmpty: boolean): void {
  const isNew = made.length === 0 && isEmpty;
  const isOurs = made.length > 0 && made.every((time, at) => at >= known.length || time === known[at]);
  if (!isNew && !isOurs)
    throw new UnusableDatabase(
      database,
      "is another program's",
      'Name one of Portrait, or a new one, in DATABASE_URL.',
    );
  if (made.length > known.length)
    throw new UnusableDatabase(
      database,
      'is of a later release of Portrait',
      'Start that release, or restore a backup.',
    );
}
