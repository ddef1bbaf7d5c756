import { type RefObject, useLayoutEffect } from 'react';
import { type Control, change, isChanged, TYPED } from './changes';

/** A form as it was sent, and the fields of its page. After a redirect, Next makes a new page and scrolls to the top. */
let view: { form: string; focused: string; top: number; fields: NodeListOf<Control> } | undefined;

export function saveView(form: HTMLFormElement): void {
  const name = form.querySelector<Control>(':focus')?.name;
  const focused = name ? `[name="${name}"]` : '[type=submit]';
  view = { form: form.id, focused, top: scrollY, fields: document.querySelectorAll(TYPED) };
}

/** A refused form stays on its page. */
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
 * What was typed into another form. Not if that is being sent, too, or belongs to a list, whose forms have the same id. A
 * picture has to be chosen and cropped again.
 */
function restore(former: Control): void {
  if (former.isConnected || former.type === 'file' || former.closest('[aria-busy=true]') || !isChanged(former)) return;
  const [field, ...others] = document.querySelectorAll<Control>(`#${former.form?.id} [name="${former.name}"]`);
  if (field && others.length === 0) change(field, former);
}
