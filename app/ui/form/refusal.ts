import type { FormState } from '../../../lib/web/form';

/** A refusal that the server doesn't know of. Its title is like that of the server's. */
export function refusalHere(message: string, field?: string): NonNullable<FormState> {
  const title = (document.body.dataset.refused ?? '{message}').replace('{message}', () => message);
  return { message, title, field, typed: {} };
}

/** These are useless after a refusal. A new password stays, so that it can be corrected. */
const CLEARED = '[autocomplete=current-password], [name=code], [type=file]';

/** Clears refused secrets, focuses the field at fault or else the alert, and scrolls to the alert. */
export function showRefusal(form: HTMLFormElement, { field, message }: NonNullable<FormState>): void {
  const fault = form.querySelector<HTMLInputElement>(`[name="${field}"]`);
  const alerts = [...form.querySelectorAll<HTMLElement>('[role=alert]')];
  const alert = alerts.find(({ textContent }) => textContent?.includes(message));
  if (fault?.matches(CLEARED)) {
    fault.value = '';
    fault.dispatchEvent(new Event('input', { bubbles: true }));
  }
  (fault ?? alert)?.focus({ preventScroll: true });
  fault?.scrollIntoView({ block: 'nearest' });
  alert?.scrollIntoView({ block: 'nearest' });
}

/**
 * The first field with an error that only the browser knows (`setCustomValidity`). Empty fields come first, on the
 * server.
 */
export function faultBeforeSending(form: HTMLFormElement): FormState {
  const fields = [...form.elements].filter((field) => field instanceof HTMLInputElement);
  if (fields.some(({ required, value }) => required && value.trim() === '')) return null;
  const fault = fields.find(({ validity }) => validity.customError);
  if (!fault) return null;
  return refusalHere(fault.validationMessage, fault.name);
}
