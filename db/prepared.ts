import { type Database, db } from './index';

/**
 * A query that is built and compiled once, not once a call: that costs ten times what running it does. What differs
 * from call to call stands in it as `sql.placeholder`.
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
