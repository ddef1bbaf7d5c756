import { sql } from 'drizzle-orm';
import { type Database, db } from './index';

/**
 * Builds and compiles a query once, which takes ten times as long as running it. Changing values are `text`s and
 * `sql.placeholder`s.
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

/**
 * A text that a prepared join is given when it runs. Without the cast, SQLite compiles a join again whenever it compares
 * with another value, because another plan might suit it.
 */
export const text = (name: string) => sql`cast(${sql.placeholder(name)} as text)`;
