import { type RefObject, useEffect } from 'react';

/** A current password may come from a password manager, and isn't lost. */
const WRITTEN = 'input:not([type=hidden], [hidden], [autocomplete=current-password]), select';

/** While `isOn`, the browser asks before it leaves unsaved changes in the form. */
export function useUnsavedWarning(form: RefObject<HTMLFormElement | null>, isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return;
    const ask = (event: BeforeUnloadEvent) => {
      if (form.current && hasChanges(form.current)) event.preventDefault();
    };
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [form, isOn]);
}

export function hasChanges(form: HTMLFormElement): boolean {
  return [...form.querySelectorAll<HTMLInputElement | HTMLSelectElement>(WRITTEN)].some(isChanged);
}

function isChanged(field: HTMLInputElement | HTMLSelectElement): boolean {
  if (field.dataset.saved !== undefined) return field.value !== field.dataset.saved;
  if (field instanceof HTMLSelectElement)
    return [...field.options].some(({ selected, defaultSelected }) => selected !== defaultSelected);
  return field.type === 'checkbox' ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
}
