/** Focuses a field unless that would scroll past what comes before it, or open a keyboard over it. */
export function focusIfInView(field: HTMLElement | null | undefined): void {
  if (!field || matchMedia('(pointer: coarse)').matches) return;
  const { top, bottom } = field.getBoundingClientRect();
  const box = field.closest('.modal-box')?.getBoundingClientRect();
  if (top >= 0 && bottom <= Math.min(innerHeight, box?.bottom ?? innerHeight)) field.focus({ preventScroll: true });
}
