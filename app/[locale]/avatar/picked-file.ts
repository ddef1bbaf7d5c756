import { type RefObject, useEffect, useState } from 'react';

/** An address at which the browser finds a file that was chosen. */
export function useAddress(file: File): string | undefined {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(file);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return address;
}

/** Keeps the form around an element from being sent. */
export function useHeldForm(inside: RefObject<HTMLElement | null>, isHeld: boolean): void {
  useEffect(() => {
    const form = isHeld ? inside.current?.closest('form') : undefined;
    const hold = (event: Event) => {
      event.preventDefault();
      event.stopPropagation();
    };
    form?.addEventListener('submit', hold);
    return () => form?.removeEventListener('submit', hold);
  }, [inside, isHeld]);
}
