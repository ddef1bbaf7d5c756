'use client';

import { useField } from './field';

type Props = { name: string; label: string; hint: string; isSaved: boolean; isChecked: boolean };

export function CheckboxField({ name, label, hint, isSaved, isChecked }: Props) {
  const { id, fault, typed, control } = useField({ name, hint, saved: isSaved ? 'on' : 'off' });
  return (
    <div className="mb-6">
      <label htmlFor={id} className="flex cursor-pointer items-start gap-3">
        <input
          {...control}
          type="checkbox"
          defaultChecked={typed === undefined ? isChecked : typed === 'on'}
          className="checkbox mt-0.5 shrink-0"
        />
        <span className="min-w-0">
          <span className="font-medium">{label}</span>
          <span id={`${id}-hint`} className="block text-muted text-sm">
            {hint}
          </span>
        </span>
      </label>
      {fault && (
        <p id={`${id}-fault`} role="alert" className="mt-2 text-error text-sm">
          {fault}
        </p>
      )}
    </div>
  );
}
