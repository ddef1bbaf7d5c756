'use client';

import { useId } from 'react';
import { Icon } from '../svg-icon';
import { useForm } from './action-form';

export type FieldProps = { name: string; label: string; hint?: React.ReactNode };

/** Ties a field to its label, its hint and what is wrong with it. */
export function useField({ name, hint }: Omit<FieldProps, 'label'>) {
  const { refusal } = useForm();
  const id = useId();
  const fault = refusal?.field === name ? refusal.message : undefined;
  const described = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ');
  return {
    id,
    fault,
    typed: refusal?.typed[name],
    control: {
      id,
      name,
      'aria-describedby': described || undefined,
      // Said in so many words: by itself a browser would say so of what does not fit a pattern, too.
      'aria-invalid': fault !== undefined,
      autoFocus: fault ? true : undefined,
    } as const,
  };
}

/** How every box to type in looks; where the text of one runs from left to right, it still begins where others do. */
export const BOX = 'w-full border-line text-base aria-[invalid=true]:border-error rtl:text-right';

type FrameProps = Omit<FieldProps, 'name'> & { id: string; fault?: string; children: React.ReactNode };

/** Label and hint before the field, so that they are read first; what is wrong beside it. */
export function Frame({ id, label, hint, fault, children }: FrameProps) {
  return (
    <div className="mb-6">
      <label htmlFor={id} className="mb-1 block font-medium">
        {label}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="mb-2 text-muted text-sm">
          {hint}
        </p>
      )}
      {children}
      {fault && (
        <p id={`${id}-fault`} className="mt-2 flex gap-1.5 text-error text-sm">
          <Icon shape="alert" className="mt-0.5 size-4" />
          {fault}
        </p>
      )}
    </div>
  );
}

type InputProps = FieldProps &
  Pick<
    React.ComponentProps<'input'>,
    | 'ref'
    | 'onChange'
    | 'type'
    | 'accept'
    | 'autoComplete'
    | 'inputMode'
    | 'dir'
    | 'defaultValue'
    | 'required'
    | 'pattern'
  >;

export function Field({ name, label, hint, defaultValue, ...input }: InputProps) {
  const { id, fault, typed, control } = useField({ name, hint });
  return (
    <Frame id={id} label={label} hint={hint} fault={fault}>
      <input
        {...control}
        {...input}
        defaultValue={typed ?? defaultValue}
        autoCapitalize="none"
        spellCheck={false}
        className={`${input.type === 'file' ? 'file-input' : 'input'} ${BOX}`}
      />
    </Frame>
  );
}

type SelectProps = FieldProps & { options: Record<string, string>; defaultValue: string };

/** A choice from a list. */
export function SelectField({ name, label, hint, options, defaultValue }: SelectProps) {
  const { id, fault, typed, control } = useField({ name, hint });
  return (
    <Frame id={id} label={label} hint={hint} fault={fault}>
      <select
        {...control}
        defaultValue={typed ?? defaultValue}
        className="select w-full border-line text-base aria-[invalid=true]:border-error"
      >
        {Object.entries(options).map(([option, text]) => (
          <option key={option} value={option} lang={option}>
            {text}
          </option>
        ))}
      </select>
    </Frame>
  );
}
