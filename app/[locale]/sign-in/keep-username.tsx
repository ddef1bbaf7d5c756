'use client';

import { useEffect } from 'react';

let kept = '';

/**
 * Keeps the typed username when the language changes. Without JavaScript it's lost: a field belongs to one form, so a
 * button that sends the username would send the password with it; and addresses end up in histories and logs.
 */
export function KeepUsername() {
  useEffect(() => {
    const field = document.querySelector<HTMLInputElement>('#sign-in [name=username]');
    if (!field) return;
    field.value ||= kept;
    if (kept) document.querySelector<HTMLInputElement>('#sign-in [name=password]')?.focus();
    kept = '';
    const onClick = ({ target }: MouseEvent) => {
      if ((target as Element).closest('a[hreflang]')) kept = field.value;
    };
    document.addEventListener('click', onClick, true);
    return () => document.removeEventListener('click', onClick, true);
  }, []);
  return null;
}
