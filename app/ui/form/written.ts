/** A select has what is stored in `data-saved`. */
export type Writable = HTMLInputElement;

/** A current password may come from a password manager, and isn't lost. */
const WRITTEN = 'input:not([type=hidden], [hidden], [autocomplete=current-password]), select';

export function hasChanges(form: HTMLFormElement): boolean {
  return [...form.querySelectorAll<Writable>(WRITTEN)].some(isChanged);
}

export function isChanged({ type, checked, defaultChecked, value, defaultValue, dataset }: Writable): boolean {
  return type === 'checkbox' ? checked !== defaultChecked : value !== (dataset.saved ?? defaultValue);
}

/** Changes a field as its user would. */
export function write(field: Writable, { value = '', checked = false, files }: Partial<Writable>): void {
  if (field.type === 'checkbox') field.checked = checked;
  else if (files?.length) field.files = files;
  else field.value = value;
  for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }));
}
