import { type RefObject, useEffect } from 'react';
import { hasChanges } from './changes';

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
