import { type RefObject, useLayoutEffect } from 'react';
import { type Control, change, isChanged, TYPED } from './changes';

/** The form sent last, and its page's fields. After a redirect Next replaces the page and scrolls to the top. */
let view: { form: string; focused: string; top: number; fields: NodeListOf<Control> } | undefined;

export function saveView(form: HTMLFormElement): void {
  const name = form.querySelector<Control>(':focus')?.name;
  const focused = name ? `[name="${name}"]` : '[type=submit]';
  view = { form: form.id, focused, top: scrollY, fields: document.querySelectorAll(TYPED) };
}

/** For a refused form, whose page isn't replaced. */
export function forgetView(): void {
  view = undefined;
}

export function useViewRestoration(form: RefObject<HTMLFormElement | null>): void {
  useLayoutEffect(() => {
    const saved = view;
    // After Next has scrolled, before the browser paints.
    const frame = requestAnimationFrame(() => {
      view = undefined;
      if (!saved || form.current?.id !== saved.form) return;
      for (const field of saved.fields) if (field.form?.id !== saved.form) restore(field);
      form.current.querySelector<HTMLElement>(saved.focused)?.focus({ preventScroll: true });
      scrollTo({ top: saved.top });
    });
    return () => cancelAnimationFrame(frame);
  }, [form]);
}

/**
 * Types a former field's value into the new page. Not if its form is being sent, too, or is one of a list, whose forms
 * share an id. A picture would take the focus and lose its crop.
 */
function restore(former: Control): void {
  if (former.isConnected || former.type === 'file' || former.closest('[aria-busy=true]') || !isChanged(former)) return;
  const [field, ...others] = document.querySelectorAll<Control>(`#${former.form?.id} [name="${former.name}"]`);
  if (field && others.length === 0) change(field, former);
}
