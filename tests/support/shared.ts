type Shared<Value> = { starting: Promise<Value>; close?(): unknown };

type Process = {
  shared: Map<string, Shared<unknown>>;
  load(name: string): Promise<unknown>;
};

/** Set by jest-environment.mjs, which each of Jest's processes loads once; every test file has its own modules. */
const { shared, load } = (globalThis as { sharedByFiles?: Process }).sharedByFiles ?? {
  shared: new Map(),
  load: (name: string) => import(name),
};

/** Starts something once for all files that a process runs, such as a server. `close` can't wait: the process may exit. */
export function shareByFiles<Value>(
  name: string,
  start: () => Promise<{ value: Value; close(): unknown }>,
): Promise<Value> {
  const known = shared.get(name) as Shared<Value> | undefined;
  if (known) return known.starting;
  const starting = start().then(({ value, close }) => {
    kept.close = close;
    return value;
  });
  const kept: Shared<Value> = { starting };
  shared.set(name, kept);
  return starting;
}

/** Loads a large package once for all files that a process runs. */
export const loadOnce = <Package>(name: string) => load(name) as Promise<Package>;
