'use client';

import type { InputEvent } from 'react';
import { BOX, type FieldProps, Frame, useField } from './field';

type Props = FieldProps & {
  digitsOnly?: boolean;
  isFirst?: boolean;
  /** What tells that the form is sent as soon as the six digits are there; without it, it is not. */
  sends?: string;
};

/** A one-time code. Phones offer the digits; unless it is for digits only, a recovery code can be typed as well. */
export function CodeField({ name, label, hint, digitsOnly, isFirst, sends }: Props) {
  const hints = (
    <>
      {hint}
      {sends && <span className="hidden scripted:block">{sends}</span>}
    </>
  );
  const { id, fault, control } = useField({ name, hint });
  const sendWhenComplete = ({ currentTarget, nativeEvent }: InputEvent<HTMLInputElement>) => {
    const isComplete = /^\d{6}$/.test(currentTarget.value.replace(/\s/g, ''));
    if (sends && isComplete && isByHand(nativeEvent)) currentTarget.form?.requestSubmit();
  };
  return (
    <Frame id={id} label={label} hint={hints} fault={fault}>
      <input
        {...control}
        autoFocus={isFirst || control.autoFocus}
        onInput={sendWhenComplete}
        type="text"
        inputMode={digitsOnly ? 'numeric' : 'text'}
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        dir="ltr"
        className={`input ${BOX} font-mono text-lg tracking-widest`}
      />
    </Frame>
  );
}

/** Typed or pasted. A password manager that fills the field in presses the button as well, if its user wants that. */
function isByHand({ inputType, data }: InputEvent['nativeEvent']): boolean {
  return inputType === 'insertFromPaste' || (inputType === 'insertText' && data?.length === 1);
}
