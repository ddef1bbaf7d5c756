import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** False in the HTML that the server sends and during hydration, then true. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
