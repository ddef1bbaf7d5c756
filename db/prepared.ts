import { sql } from 'drizzle-orm';
import { type Database, db } from './index';

/**
 * Builds and compiles a query once, which takes ten times as long as running it. Its parameters are `text`s after `=`,
 * and `sql.placeholder`s elsewhere. Drizzle makes a parameter of a constant, too, so a constant after `=` is SQL.
 */
export function prepared<Query>(build: (on: Database) => { prepare(): Query }): () => Query {
  const built = new WeakMap<Database, Query>();
  return () => {
    const on = db();
    const query = built.get(on) ?? build(on).prepare();
    built.set(on, query);
    return query;
  };
}

/** Without the cast, SQLite may compile the query again for each run, in case another plan suits the value better. */
export const text = (name: string) => sql`cast(${sql.placeholder(name)} as text)`;
