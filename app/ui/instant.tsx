'use client';

import { useSyncExternalStore } from 'react';
import { instantText } from './instant-text';

type Props = { at: number; locale: string };

const never = () => () => {};

/** In the reader's time zone; in UTC until JavaScript knows it. */
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
