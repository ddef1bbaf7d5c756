'use client';

import { useLayoutEffect, useRef } from 'react';
import { useForm } from './action-form';

/** Sends the form around it; cannot be pressed again while that is under way, and has the focus again after it. */
export function SubmitButton({ children }: { children: React.ReactNode }) {
  const { isPending } = useForm();
  const button = useRef<HTMLButtonElement>(null);
  const hadFocus = useRef(false);
  useLayoutEffect(() => {
    if (hadFocus.current && !isPending && document.activeElement === document.body)
      button.current?.focus({ preventScroll: true });
  }, [isPending]);
  return (
    <button
      ref={button}
      type="submit"
      disabled={isPending}
      onClick={() => {
        hadFocus.current = true;
      }}
      className="btn btn-primary relative overflow-hidden"
    >
      {children}
      {isPending && <span aria-hidden className="waiting absolute bottom-0 left-0 h-1 w-2/5 bg-primary" />}
    </button>
  );
}
