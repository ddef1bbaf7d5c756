import { type RefObject, useLayoutEffect } from 'react';

/** Scroll position and focus when a form was sent. After a redirect Next scrolls to the top. */
let place: { form: string; field: string; top: number } | undefined;

export function saveScroll(form: HTMLFormElement): void {
  const focused = document.activeElement;
  const field = form.contains(focused) ? (focused?.getAttribute('name') ?? '') : '';
  place = { form: form.id, field, top: scrollY };
}

export function useScrollRestoration(form: RefObject<HTMLFormElement | null>): void {
  useLayoutEffect(() => {
    const saved = place;
    // After Next has scrolled, before the browser paints.
    const frame = requestAnimationFrame(() => {
      place = undefined;
      if (!saved || form.current?.id !== saved.form) return;
      form.current.querySelector<HTMLElement>(selectorOf(saved.field))?.focus({ preventScroll: true });
      scrollTo({ top: saved.top });
    });
    return () => cancelAnimationFrame(frame);
  }, [form]);
}

const selectorOf = (field: string) => (field ? `[name="${field}"]` : '[type=submit]');
