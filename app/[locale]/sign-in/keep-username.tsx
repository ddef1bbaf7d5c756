'use client';

import { useEffect } from 'react';

let kept = '';

export function KeepUsername() {
  useEffect(() => {
    const field = document.querySelector<HTMLInputElement>('#sign-in [name=username]');
    if (!field) return;
    field.value ||= kept;
    kept = '';
    const onClick = ({ target }: MouseEvent) => {
      if ((target as Element).closest('a[hreflang]')) kept = field.value;
    };
    document.addEventListener('click', onClick, true);
    return () => document.removeEventListener('click', onClick, true);
  }, []);
  return null;
}
