import { useEffect, useRef, useState } from 'react';
import { type Control, hasChanges } from './changes';

type Props = { unsaved: string; discard: string; children: React.ReactNode };

/** Holds a form's submit button. While the form differs from what is saved, it stays at the bottom of the window. */
export function SaveBar({ unsaved, discard, children }: Props) {
  const [isDirty, setDirty] = useState(false);
  const bar = useRef<HTMLDivElement>(null);

  // On every render, too: a refusal or a saved form changes the fields without an event.
  useEffect(() => {
    const form = bar.current?.closest('form');
    if (!form) return;
    const update = () => setDirty(hasChanges(form));
    update();
    form.addEventListener('input', update);
    return () => form.removeEventListener('input', update);
  });

  return (
    <div className="save-bar">
      <div ref={bar} data-unsaved={isDirty || undefined}>
        <div>
          <p aria-live="polite">{isDirty && unsaved}</p>
          {children}
          {isDirty && (
            <button type="button" onClick={() => bar.current && revert(bar.current)} className="btn">
              {discard}
            </button>
          )}
        </div>
      </div>
    </div>
  );
}

function revert(bar: HTMLElement): void {
  for (const field of bar.closest('form')?.querySelectorAll<Control>(':is(input, select)[name]') ?? []) {
    if (field.type === 'hidden' || field.hidden) continue;
    Object.assign(field, field.type === 'checkbox' ? { checked: false } : { value: field.dataset.saved ?? '' });
    for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }));
  }
  bar.querySelector<HTMLElement>('[type=submit]')?.focus(); // its own button is gone
}
