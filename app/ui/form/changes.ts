/** A select has `data-saved`. */
export type Control = HTMLInputElement | HTMLSelectElement;

/** A current password may come from a password manager: it isn't a change. */
const TYPED = 'input:not([type=hidden], [hidden], [autocomplete=current-password]), select';

export function hasChanges(form: HTMLFormElement): boolean {
  return [...form.querySelectorAll<Control>(TYPED)].some(isChanged);
}

function isChanged(field: Control): boolean {
  const { saved } = field.dataset;
  if (field instanceof HTMLSelectElement) return field.value !== saved;
  if (field.type !== 'checkbox') return field.value !== (saved ?? field.defaultValue);
  return field.checked !== (saved ? saved === 'on' : field.defaultChecked);
}
