'use client';

import { useEffect, useRef, useState } from 'react';
import { hasChanges } from './use-unsaved-warning';

type Props = { unsaved: string; discard: string; children: React.ReactNode };

/** Holds a form's submit button. While the form differs from what is saved, it stays at the bottom of the window. */
export function SaveBar({ unsaved, discard, children }: Props) {
  const [isDirty, setDirty] = useState(false);
  const bar = useRef<HTMLDivElement>(null);

  // On every render, too: a refusal or a saved form changes the fields without an event.
  useEffect(() => {
    const form = bar.current?.closest('form');
    if (!form) return;
    const look = () => setDirty(hasChanges(form));
    look();
    form.addEventListener('input', look);
    return () => form.removeEventListener('input', look);
  });

  return (
    <div className="min-h-11">
      <div
        ref={bar}
        data-unsaved={isDirty || undefined}
        className="group/bar data-unsaved:fixed data-unsaved:inset-x-0 data-unsaved:bottom-0 data-unsaved:z-20 data-unsaved:border-line data-unsaved:border-t data-unsaved:bg-base-100 data-unsaved:px-4 data-unsaved:py-3 data-unsaved:shadow-lg [@media(max-height:25rem)]:static!"
      >
        <div className="mx-auto flex max-w-2xl flex-wrap items-center gap-3 group-data-unsaved/bar:lg:max-w-[55rem]">
          <p
            aria-live="polite"
            className="me-auto flex-1 basis-28 font-medium max-[23rem]:basis-full text-sm leading-tight empty:sr-only sm:text-base"
          >
            {isDirty && unsaved}
          </p>
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
  const fields = bar
    .closest('form')
    ?.querySelectorAll<HTMLInputElement | HTMLSelectElement>(':is(input, select)[name]');
  for (const field of fields ?? []) {
    if (field.type === 'hidden' || field.hidden) continue;
    if (field instanceof HTMLInputElement && field.type === 'checkbox') field.checked = field.defaultChecked;
    else field.value = field.dataset.saved ?? '';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }
  bar.querySelector<HTMLElement>('[type=submit]')?.focus(); // its own button is gone
}
