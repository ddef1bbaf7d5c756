'use client';

import { useEffect, useRef, useState } from 'react';
import { Icon } from './svg-icon';

type Props = {
  role: 'alert' | 'status';
  at: 'top' | 'bottom';
  className: string;
  cookie: string;
  dismiss: string;
  children: React.ReactNode;
};

const SHOWN_SECONDS = 10;

export function NoticeBox({ role, at, className, cookie, dismiss, children }: Props) {
  const [isGone, setGone] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // In development the server can't clear the cookie after a navigation without a page load: it streams the response.
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API needs https.
    document.cookie = cookie;
    let seconds = 0;
    const tick = () => {
      if (role === 'alert' || document.hidden || box.current?.matches(':hover, :focus-within')) return;
      seconds += 1;
      if (seconds >= SHOWN_SECONDS) setGone(true);
    };
    const ticking = setInterval(tick, 1000);
    const hide = () => setGone(true);
    document.addEventListener('submit', hide);
    return () => {
      clearInterval(ticking);
      document.removeEventListener('submit', hide);
    };
  }, [cookie, role]);
  if (isGone) return null;
  const button = 'btn btn-ghost btn-square btn-sm -me-2';
  return (
    <div ref={box} role={role} data-at={at} className={className}>
      {children}
      <button
        type="button"
        aria-label={dismiss}
        onClick={() => setGone(true)}
        className={`${button} hidden scripted:inline-flex`}
      >
        <Icon shape="close" />
      </button>
      {/* Dismisses without JavaScript, and without loading a page, which would lose what was typed. */}
      <label className={`${button} has-focus-visible:outline-2 scripted:hidden`}>
        <input type="checkbox" aria-label={dismiss} autoComplete="off" className="sr-only" />
        <Icon shape="close" />
      </label>
    </div>
  );
}
