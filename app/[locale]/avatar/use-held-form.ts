import { type RefObject, useLayoutEffect, useRef } from 'react';
import { hasChanges } from '../../ui/form/changes';

/**
 * Holds a form that is submitted while its picture is being prepared (`data-held`), and submits it afterwards. If the
 * picture is refused, focus returns to its field unless something else can be saved.
 * @returns a function to call when the preparation ends
 */
export function useHeldForm(
  field: RefObject<HTMLInputElement | null>,
  { isPreparing, isRefused }: { isPreparing: boolean; isRefused: boolean },
) {
  const isWaiting = useRef(false);
  useLayoutEffect(() => {
    const form = field.current?.form;
    if (!form || !(isPreparing || isRefused)) return;
    const hold = (event: Event) => {
      if (isRefused && hasChanges(form)) return;
      event.preventDefault();
      event.stopPropagation(); // React listens on an ancestor
      if (isRefused) return field.current?.focus();
      isWaiting.current = true;
      form.dataset.held = '';
    };
    form.addEventListener('submit', hold);
    return () => {
      form.removeEventListener('submit', hold);
      delete form.dataset.held;
    };
  }, [field, isPreparing, isRefused]);
  return (hasPicture: boolean) => {
    if (isWaiting.current && hasPicture) field.current?.form?.requestSubmit();
    isWaiting.current = false;
  };
}
