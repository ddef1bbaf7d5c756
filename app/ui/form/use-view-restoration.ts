import { type RefObject, useLayoutEffect } from 'react';
import { isChanged, type Writable, write } from './written';

/**
 * What a form's sender saw: after a redirect Next makes the page anew, and scrolls to the top. `fields` are the former
 * page's, which keep what was written into them.
 */
let view: { form: string; field: string | null; top: number; fields: NodeListOf<Writable> } | undefined;

export function saveView({ id }: HTMLFormElement): void {
  const field = document.activeElement?.getAttribute('name') ?? null;
  view = { form: id, field, top: scrollY, fields: document.querySelectorAll(':is(input, select)[name]') };
}

export function useViewRestoration(form: RefObject<HTMLFormElement | null>): void {
  useLayoutEffect(() => {
    const saved = view;
    // After Next has scrolled, before the browser paints.
    const frame = requestAnimationFrame(() => {
      view = undefined;
      if (!saved || form.current?.id !== saved.form) return;
      for (const former of saved.fields) if (former.form?.id !== saved.form) restore(former);
      const find = (selector: string) => form.current?.querySelector<HTMLElement>(selector);
      (find(`[name="${saved.field}"]`) ?? find('[type=submit]'))?.focus({ preventScroll: true });
      scrollTo({ top: saved.top });
    });
    return () => cancelAnimationFrame(frame);
  }, [form]);
}

/** Not in forms of a list, which have the same id. */
function restore(former: Writable): void {
  const [field, ...others] = document.querySelectorAll<Writable>(`#${former.form?.id} [name="${former.name}"]`);
  if (field && others.length === 0 && isChanged(former)) write(field, former);
}
