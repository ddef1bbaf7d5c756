'use client';

import { Eye, EyeOff } from 'lucide-react';
import { useId, useState } from 'react';
import { useForm } from './action-form';
import { useScripted } from './scripted';

type Props = { name: string; label: string; hint?: string };

/** Ties a field to its label, its hint and what is wrong with it. */
function useField({ name, hint }: { name: string; hint?: string }) {
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
      'aria-invalid': fault ? true : undefined,
      autoFocus: fault ? true : undefined,
    } as const,
  };
}

function Frame({
  id,
  label,
  hint,
  fault,
  children,
}: Omit<Props, 'name'> & { id: string; fault?: string; children: React.ReactNode }) {
  return (
    <div className="mb-5">
      <label htmlFor={id} className="mb-1.5 block font-medium">
        {label}
      </label>
      {children}
      {fault && (
        <p id={`${id}-fault`} className="mt-1.5 text-error text-sm">
          {fault}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="mt-1.5 text-base-content/70 text-sm">
          {hint}
        </p>
      )}
    </div>
  );
}

type InputProps = Props &
  Pick<React.ComponentProps<'input'>, 'type' | 'accept' | 'autoComplete' | 'inputMode' | 'dir' | 'defaultValue'>;

export function Field({ name, label, hint, defaultValue, ...input }: InputProps) {
  const { id, fault, typed, control } = useField({ name, hint });
  const look = input.type === 'file' ? 'file-input w-full' : 'input w-full';
  return (
    <Frame id={id} label={label} hint={hint} fault={fault}>
      <input
        {...control}
        {...input}
        defaultValue={typed ?? defaultValue}
        autoCapitalize="none"
        spellCheck={false}
        className={`${look} aria-invalid:border-error`}
      />
    </Frame>
  );
}

type PasswordProps = Props & { autoComplete: 'current-password' | 'new-password'; show: string; hide: string };

type CodeProps = Props & { digitsOnly?: boolean; isFirst?: boolean };

/** A one-time code. Phones offer the digits; unless it is for digits only, a recovery code can be typed as well. */
export function CodeField({ name, label, hint, digitsOnly, isFirst }: CodeProps) {
  const { id, fault, control } = useField({ name, hint });
  return (
    <Frame id={id} label={label} hint={hint} fault={fault}>
      <input
        {...control}
        autoFocus={isFirst || control.autoFocus}
        type="text"
        inputMode={digitsOnly ? 'numeric' : 'text'}
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        dir="ltr"
        className="input w-full font-mono tracking-widest aria-invalid:border-error rtl:text-right"
      />
    </Frame>
  );
}

/** A password, with an eye that shows what is typed where JavaScript runs. */
export function PasswordField({ name, label, hint, autoComplete, show, hide }: PasswordProps) {
  const { id, fault, control } = useField({ name, hint });
  const [isShown, setShown] = useState(false);
  const isScripted = useScripted();
  const Icon = isShown ? EyeOff : Eye;
  return (
    <Frame id={id} label={label} hint={hint} fault={fault}>
      <div className="relative">
        <input
          {...control}
          type={isShown ? 'text' : 'password'}
          autoComplete={autoComplete}
          autoCapitalize="none"
          spellCheck={false}
          dir="ltr"
          className={`input w-full aria-invalid:border-error ${isScripted ? 'ltr:pr-12 rtl:pl-12 rtl:text-right' : 'rtl:text-right'}`}
        />
        {isScripted && (
          <button
            type="button"
            aria-label={isShown ? hide : show}
            aria-controls={id}
            onClick={() => setShown(!isShown)}
            className="btn btn-ghost btn-square btn-sm absolute inset-y-1 end-1"
          >
            <Icon aria-hidden className="size-5" />
          </button>
        )}
      </div>
    </Frame>
  );
}

type SelectProps = Props & { options: Record<string, string>; defaultValue: string };

/** A choice from a list. */
export function SelectField({ name, label, hint, options, defaultValue }: SelectProps) {
  const { id, fault, typed, control } = useField({ name, hint });
  return (
    <Frame id={id} label={label} hint={hint} fault={fault}>
      <select {...control} defaultValue={typed ?? defaultValue} className="select w-full aria-invalid:border-error">
        {Object.entries(options).map(([option, text]) => (
          <option key={option} value={option} lang={option}>
            {text}
          </option>
        ))}
      </select>
    </Frame>
  );
}
