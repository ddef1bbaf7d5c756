import { type Database, db } from './index';

/**
 * Builds and compiles a query once: that takes ten times as long as running it. Values that change from call to call are
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
