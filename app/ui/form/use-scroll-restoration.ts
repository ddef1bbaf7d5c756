import { type RefObject, useLayoutEffect } from 'react';

/** Where the reader was when a form was sent: Next builds the page anew that a redirect leads to, and begins at its top. */
let place: { form: string; field: string; top: number } | undefined;

export function saveScroll(form: HTMLFormElement): void {
  const focused = document.activeElement;
  const field = form.contains(focused) ? (focused?.getAttribute('name') ?? '') : '';
  place = { form: form.id, field, top: scrollY };
}

/** Leads back to that place where the same form is there again; a form that is new to the reader has no such place. */
export function useScrollRestoration(form: RefObject<HTMLFormElement | null>): void {
  useLayoutEffect(() => {
    const kept = place;
    // After Next has scrolled, and before anything is drawn.
    const frame = requestAnimationFrame(() => {
      place = undefined;
      if (!kept || form.current?.id !== kept.form) return;
      form.current.querySelector<HTMLElement>(sought(kept.field))?.focus({ preventScroll: true });
      scrollTo({ top: kept.top });
    });
    return () => cancelAnimationFrame(frame);
  }, [form]);
}

const sought = (field: string) => (field ? `[name="${field}"]` : '[type=submit]');
