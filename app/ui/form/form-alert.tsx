import type { FormState } from '../../../lib/web/form';
import { Icon } from '../svg-icon';

/** Takes the focus when it appears, and scrolls into view with it. */
const focus = (alert: HTMLElement | null) => alert?.focus();

export function FormAlert({ id, refusal }: { id?: string; refusal: NonNullable<FormState> }) {
  return (
    <>
      {/* When the page isn't reloaded, React puts this title before the page's own, and the browser shows the
          first. */}
      <title>{refusal.title}</title>
      {(!refusal.field || refusal.isAboutForm) && (
        // Without JavaScript, autofocus scrolls the alert into view.
        <div
          id={id}
          ref={focus}
          role="alert"
          tabIndex={-1}
          autoFocus={!refusal.field}
          className="alert alert-error alert-soft mb-6 w-full scroll-mt-24"
        >
          <Icon shape="alert" />
          <p className="text-base">{refusal.message}</p>
        </div>
      )}
    </>
  );
}
