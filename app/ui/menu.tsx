'use client';

import { type FocusEvent, type KeyboardEvent, useEffect, useRef } from 'react';

type Props = { name: string; children: React.ReactNode };

/** A `details` menu, which works without JavaScript. With it, Escape, a press outside or a loss of focus closes it. */
export function Menu({ name, children }: Props) {
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const closeOnPressOutside = ({ target }: PointerEvent) => {
      if (menu.current?.contains(target as Node) === false) menu.current.open = false;
    };
    document.addEventListener('pointerdown', closeOnPressOutside);
    return () => document.removeEventListener('pointerdown', closeOnPressOutside);
  }, []);
  const closeOnEscape = ({ key, currentTarget }: KeyboardEvent<HTMLDetailsElement>) => {
    if (key !== 'Escape') return;
    currentTarget.open = false;
    currentTarget.querySelector('summary')?.focus();
  };
  // Without a related target, the window lost focus or something unfocusable was pressed.
  const closeOnLeave = ({ relatedTarget, currentTarget }: FocusEvent<HTMLDetailsElement>) => {
    if (relatedTarget && !currentTarget.contains(relatedTarget)) currentTarget.open = false;
  };
  return (
    // With this key, the menu of another header is a new element, which starts closed.
    <details
      key={name}
      ref={menu}
      onKeyDown={closeOnEscape}
      onBlur={closeOnLeave}
      className="dropdown dropdown-end -me-3 ms-auto min-w-0"
    >
      {children}
    </details>
  );
}
