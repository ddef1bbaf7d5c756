'use client';

import { useEffect } from 'react';

let kept = '';

/** Takes the typed username along to the same page in another language. */
export function KeepUsername() {
  useEffect(() => {
    const field = document.querySelector<HTMLInputElement>('#sign-in [name=username]');
    if (!field) return;
    field.value ||= kept;
    kept = '';
    const keep = ({ target }: MouseEvent) => {
      if ((target as Element).closest('a[hreflang]')) kept = field.value;
    };
    document.addEventListener('click', keep, true);
    return () => document.removeEventListener('click', keep, true);
  }, []);
  return null;
}
