'use client';

import { useSyncExternalStore } from 'react';

type Props = { at: number; locale: string };

const never = () => () => {};

/** A moment, in the reader's time zone; the server knows none, and says UTC. The zone is always named. */
export function Instant({ at, locale }: Props) {
  const timeZone = useSyncExternalStore(
    never,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => 'UTC',
  );
  return (
    <time dateTime={new Date(at).toISOString()} suppressHydrationWarning>
      {new Intl.DateTimeFormat(locale, { ...FORMAT, timeZone }).format(at)}
    </time>
  );
}

const FORMAT = {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
} as const;
