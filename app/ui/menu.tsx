'use client';

import { type KeyboardEvent, useEffect, useRef } from 'react';

type Props = { name: string; children: React.ReactNode };

/** A menu that HTML opens; where JavaScript runs, Escape and a press elsewhere close it, as people expect. */
export function Menu({ name, children }: Props) {
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const closeBeside = ({ target }: PointerEvent) => {
      if (menu.current?.contains(target as Node) === false) menu.current.open = false;
    };
    document.addEventListener('pointerdown', closeBeside);
    return () => document.removeEventListener('pointerdown', closeBeside);
  }, []);
  const closeByEscape = ({ key, currentTarget }: KeyboardEvent<HTMLDetailsElement>) => {
    if (key !== 'Escape') return;
    currentTarget.open = false;
    currentTarget.querySelector('summary')?.focus();
  };
  return (
    // The name tells one menu from the one that stood in its place: a new one begins closed.
    <details key={name} ref={menu} onKeyDown={closeByEscape} className="dropdown dropdown-end -me-3 ms-auto min-w-0">
      {children}
    </details>
  );
}
