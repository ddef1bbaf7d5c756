'use client';

import { useEffect, useState } from 'react';
import { Icon } from './svg-icon';
import { useHydrated } from './use-hydrated';

type Props = { role: 'alert' | 'status'; look: string; cookie: string; dismiss: string; children: React.ReactNode };

/** A notice, until it is dismissed or something else is sent. */
export function NoticeBox({ role, look, cookie, dismiss, children }: Props) {
  const [isGone, setGone] = useState(false);
  const isScripted = useHydrated();
  useEffect(() => {
    // Where the notice was shown without a page being loaded, the server cannot take its cookie back.
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API needs https.
    document.cookie = cookie;
    const go = () => setGone(true);
    document.addEventListener('submit', go);
    return () => document.removeEventListener('submit', go);
  }, [cookie]);
  if (isGone) return null;
  return (
    <div role={role} className={`alert sticky top-3 z-10 mb-6 bg-base-100 shadow-lg ${look}`}>
      {children}
      {isScripted && (
        <button
          type="button"
          aria-label={dismiss}
          onClick={() => setGone(true)}
          className="btn btn-ghost btn-square btn-sm"
        >
          <Icon shape="close" />
        </button>
      )}
    </div>
  );
}
