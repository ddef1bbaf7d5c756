import { type RefObject, useLayoutEffect, useRef } from 'react';

/** Holds back a form that is submitted while `isHeld`, says so by `data-held`, and submits it afterwards. */
export function useHeldForm(inside: RefObject<HTMLElement | null>, isHeld: boolean) {
  const isWaiting = useRef(false);
  useLayoutEffect(() => {
    const form = inside.current?.closest('form');
    if (!form || !isHeld) return;
    const hold = (event: Event) => {
      event.preventDefault();
      event.stopPropagation(); // React listens further up
      isWaiting.current = true;
      form.dataset.held = '';
    };
    form.addEventListener('submit', hold);
    return () => {
      form.removeEventListener('submit', hold);
      delete form.dataset.held;
    };
  }, [inside, isHeld]);
  return (isRefused: boolean) => {
    if (isWaiting.current && !isRefused) inside.current?.closest('form')?.requestSubmit();
    isWaiting.current = false;
  };
}
