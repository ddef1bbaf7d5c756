'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

/** Next keeps the layout when it follows a redirect itself, and with it the name of a person whose session has ended. */
export function RefreshHeader() {
  const router = useRouter();
  useEffect(() => {
    if (document.getElementById('sign-out')) router.refresh();
  }, [router]);
  return null;
}
