'use client';

import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** Whether JavaScript runs here: false in the HTML that the server sends, true from then on. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
