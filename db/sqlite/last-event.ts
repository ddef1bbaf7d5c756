import { closeSync, constants, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import type Sqlite from 'better-sqlite3';
import { log } from '../../lib/adapters/log';

/**
 * The number of the last event, kept beside the database: SQLite opens a database whose `-wal` was removed or damaged
 * as if nothing were missing. It is written once a commit is on disk, so after a power failure it is too low at worst.
 */
export type LastEvent = { current(): number; note(id: number): void; check(): void; close(): void };

const pathOf = (file: string) => `${file}-last-event`;

export function openLastEvent(file: string, sqlite: Sqlite.Database): LastEvent {
  let noted = read(file);
  let descriptor: number | undefined;
  let query: Sqlite.Statement | undefined;
  const inDatabase = () => {
    query ??= sqlite.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'events'").pluck();
    return Number(query.get() ?? 0);
  };
  const write = (id: number) => {
    if (id === noted) return;
    noted = id;
    descriptor ??= openSync(pathOf(file), constants.O_RDWR | constants.O_CREAT, 0o600);
    writeSync(descriptor, String(id).padStart(16), 0);
  };
  return {
    current: () => {
      try {
        return inDatabase();
      } catch {
        return noted; // a committed transaction must not seem to have failed
      }
    },
    note: (id) => {
      try {
        write(Math.max(noted, id));
      } catch (error) {
        log.warn(error, 'The number of the last event cannot be written.'); // the change itself is saved
      }
    },
    check: () => {
      if (noted === 0 || inDatabase() >= noted) return;
      const [since, until] = [lastEventAt(sqlite), statSync(pathOf(file)).mtime].map((time) => time.toISOString());
      log.error(
        `The database ${file} lacks changes that were saved between ${since} and ${until}. Was ${file}-wal removed or damaged, or the file replaced by an older one?`,
      );
      write(inDatabase());
    },
    close: () => {
      if (descriptor !== undefined) closeSync(descriptor);
    },
  };
}

function read(file: string): number {
  try {
    return Number(readFileSync(pathOf(file), 'utf8')) || 0;
  } catch {
    return 0;
  }
}

function lastEventAt(sqlite: Sqlite.Database): Date {
  return new Date(Number(sqlite.prepare('SELECT max(at) FROM events').pluck().get() ?? 0));
}

/** Call before another database replaces this one. */
export const forgetLastEvent = (file: string) => rmSync(pathOf(file), { force: true });
