'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

type Props = { shown: string; hasTimes: boolean; start: string; end: string };

/** Stores the browser's time zone for the server, and shows the page again if its times were in another one. */
export function RememberTimeZone({ shown, hasTimes, start, end }: Props) {
  const router = useRouter();
  useEffect(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!zone || zone === shown) return;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API needs https.
    document.cookie = start + zone + end;
    if (hasTimes) router.refresh();
  }, [shown, hasTimes, start, end, router]);
  return null;
}
