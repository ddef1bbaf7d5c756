'use client';

import { useEffect } from 'react';

/** Takes back the cookie of a notice that was shown without a page being loaded: there the server cannot do it. */
export function NoticeShown({ cookie }: { cookie: string }) {
  useEffect(() => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API needs https.
    document.cookie = cookie;
  });
  return null;
}
