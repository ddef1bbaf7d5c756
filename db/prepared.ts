import { type Database, db } from './index';

/**
 * Builds and compiles a query once, which takes ten times as long as running it. Changing values are
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
