import { UnusableDatabase } from './errors';

/**
 * Recognizes a Portrait database by its migrations' timestamps.
 * @param made timestamps in the database, oldest first
 * @param known timestamps of this release, oldest first
 * @throws UnusableDatabase if it belongs to another program or a later release
 */
export function checkMigrations(database: string, made: number[], known: number[], isEmpty: boolean): void {
  const isNew = made.length === 0 && isEmpty;
  const isOurs = made.length > 0 && made.every((time, at) => at >= known.length || time === known[at]);
  if (!isNew && !isOurs)
    throw new UnusableDatabase(
      database,
      "is another program's",
      'Name a database of Portrait, or a new one, in DATABASE_URL.',
    );
  if (made.length > known.length)
    throw new UnusableDatabase(
      database,
      'is of a later release of Portrait',
      'Start that release, or restore a backup.',
    );
}
