/**
 * Longer than any rule allows. A longer value is cut to this length, which is still too long: Unicode normalization can
 * take quadratic time, seconds for the longest accepted body.
 */
const TEXT_MAX_LENGTH = 4096;

/** A cut can leave half a character, with which `encodeURIComponent` throws. */
export function textField(form: FormData, name: string, maxLength = TEXT_MAX_LENGTH): string {
  const value = fieldOf(form, name);
  return typeof value === 'string' ? value.slice(0, maxLength).toWellFormed() : '';
}

/** A browser sends a nameless file of no bytes if none was chosen. */
export function fileField(form: FormData, name: string): File | undefined {
  const value = fieldOf(form, name);
  return value instanceof File && (value.name !== '' || value.size > 0) ? value : undefined;
}

export function isTicked(form: FormData, name: string): boolean {
  return fieldOf(form, name) !== null;
}

export function changedFields<Name extends string>(
  form: FormData,
  names: Name[],
  shown: Partial<Record<Name, string>> | undefined,
): Partial<Record<Name, string>> {
  const differs = (name: Name) => fieldOf(form, name) !== null && textField(form, name) !== shown?.[name];
  return Object.fromEntries(names.filter(differs).map((name) => [name, textField(form, name)])) as Partial<
    Record<Name, string>
  >;
}

export function textFields<Name extends string>(form: FormData, names: readonly Name[]): Record<Name, string> {
  return Object.fromEntries(names.map((name) => [name, textField(form, name)])) as Record<Name, string>;
}

/** An action can be called with anything: other values have no fields. */
function fieldOf(form: FormData, name: string): FormDataEntryValue | null {
  return form instanceof FormData ? form.get(name) : null;
}
