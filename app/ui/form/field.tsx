'use client';

import { useId } from 'react';
import { languageTag } from '../../../lib/i18n/language-tag';
import type { Locale } from '../../../lib/i18n/locales';
import { Icon } from '../svg-icon';
import { useForm } from './action-form';

export type FieldProps = {
  name: string;
  label: string;
  hint?: React.ReactNode;
  /** What is stored, if `defaultValue` may be something else that was typed before. */
  saved?: string;
  autoFocus?: boolean;
};

export function useField({ name, hint, saved, autoFocus }: Omit<FieldProps, 'label'>) {
  const { refusal, alertId } = useForm();
  const id = useId();
  const isAtFault = refusal?.field === name;
  const fault = isAtFault && !refusal.isAboutForm ? refusal.message : undefined;
  const faultId = fault ? `${id}-fault` : alertId;
  const described = [isAtFault && faultId, hint && `${id}-hint`].filter(Boolean).join(' ');
  return {
    id,
    fault,
    typed: refusal?.typed[name],
    control: {
      id,
      name,
      'data-saved': saved,
      'aria-describedby': described || undefined,
      // Always set, or browsers announce a value that doesn't match `pattern` or `required` as invalid.
      'aria-invalid': isAtFault,
      autoFocus: (refusal ? isAtFault : autoFocus) || undefined,
    } as const,
  };
}

/** A left-to-right value still starts at the same side as the others. */
export const BOX = 'w-full border-line text-base rtl:text-right';

type FrameProps = Omit<FieldProps, 'name' | 'saved' | 'autoFocus'> & {
  id: string;
  fault?: string;
  after?: React.ReactNode;
  children: React.ReactNode;
};

/** Label and hint come before the field, so that they are read first. */
export function Frame({ id, label, hint, fault, after, children }: FrameProps) {
  return (
    <div className="mb-6 max-w-md">
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
        <p id={`${id}-fault`} role="alert" className="mt-2 flex scroll-mt-24 gap-1.5 wrap-anywhere text-error text-sm">
          <Icon shape="alert" className="mt-0.5 size-4" />
          {fault}
        </p>
      )}
      {after}
    </div>
  );
}

type InputProps = FieldProps &
  Pick<
    React.ComponentProps<'input'>,
    'ref' | 'onChange' | 'type' | 'autoComplete' | 'inputMode' | 'dir' | 'defaultValue' | 'required' | 'pattern'
  >;

export function Field({ name, label, hint, saved, autoFocus, defaultValue, ...input }: InputProps) {
  const { id, fault, typed, control } = useField({ name, hint, saved, autoFocus });
  return (
    <Frame id={id} label={label} hint={hint} fault={fault}>
      <input
        {...control}
        {...input}
        defaultValue={typed ?? defaultValue}
        autoCapitalize="none"
        spellCheck={false}
        className={`input ${BOX}`}
      />
    </Frame>
  );
}

type LanguageProps = FieldProps & { options: Record<Locale, string>; saved: string; defaultValue: string };

export function LanguageField({ name, label, hint, saved, options, defaultValue }: LanguageProps) {
  const { id, fault, typed, control } = useField({ name, hint, saved });
  return (
    <Frame id={id} label={label} hint={hint} fault={fault}>
      <select
        {...control}
        key={saved}
        defaultValue={typed ?? defaultValue}
        className="select w-full border-line text-base"
      >
        {(Object.keys(options) as Locale[]).map((locale) => (
          <option key={locale} value={locale} lang={languageTag(locale)}>
            {options[locale]}
          </option>
        ))}
      </select>
    </Frame>
  );
}
