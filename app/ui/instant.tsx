'use client';

import { useSyncExternalStore } from 'react';
import { instantText } from './instant-text';

type Props = { at: number; locale: string };

const never = () => () => {};

/** A moment in the reader's time zone, or in UTC until JavaScript knows the zone. */
export function Instant({ at, locale }: Props) {
  const timeZone = useSyncExternalStore(
    never,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => 'UTC',
  );
  return (
    <time dateTime={new Date(at).toISOString()} suppressHydrationWarning>
      {instantText(at, locale, timeZone)}
    </time>
  );
}
