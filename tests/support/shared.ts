import type { ChildProcess } from 'node:child_process';

type Shared<Value> = { starting: Promise<Value>; close?(): unknown };

type Process = {
  shared: Map<string, Shared<unknown>>;
  children: Set<ChildProcess>;
  load(name: string): Promise<unknown>;
};

/** Set by jest-environment.mjs, which each of Jest's processes loads once; every test file has its own modules. */
const { shared, children, load } = (globalThis as { sharedByFiles?: Process }).sharedByFiles ?? {
  shared: new Map(),
  children: new Set(),
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

/** Kills a process at the end of the test file, if a failed test has left it running. */
export function endWithFile(child: ChildProcess): void {
  children.add(child);
  child.once('exit', () => children.delete(child));
}

/** For a process that files share. */
export const outlivesFile = (child: ChildProcess) => children.delete(child);
