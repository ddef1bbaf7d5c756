'use client';

import { type FocusEvent, type KeyboardEvent, useEffect, useRef } from 'react';

type Props = { name: string; children: React.ReactNode };

/** A `details` menu, which works without JavaScript. Scripts close it on Escape, on a press outside, and when focus leaves. */
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
  // Without a related target the whole window lost focus, or something that can't be focused was pressed.
  const closeOnLeave = ({ relatedTarget, currentTarget }: FocusEvent<HTMLDetailsElement>) => {
    if (relatedTarget && !currentTarget.contains(relatedTarget)) currentTarget.open = false;
  };
  return (
    // The key makes the menu of another header a new element, which starts closed.
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
