'use client';

import { type InputEvent, useEffect, useRef } from 'react';
import { BOX, type FieldProps, Frame, useField } from './field';
import { focusIfInView } from './focus';

type Props = FieldProps & {
  kind: 'digits' | 'recovery';
  /** Whether the field takes the focus if that doesn't scroll, without a keyboard over what comes before it. */
  focusesInView?: boolean;
  /** Says that six digits are sent once complete; without it they aren't. */
  sends?: string;
};

export function CodeField({ name, label, hint, kind, autoFocus, focusesInView, sends }: Props) {
  const hints = (
    <>
      {hint}
      {sends && <span className="hidden scripted:block">{sends}</span>}
    </>
  );
  const { id, fault, control } = useField({ name, hint, autoFocus });
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (focusesInView) focusIfInView(field.current);
  }, [focusesInView]);
  const sendWhenComplete = ({ currentTarget, nativeEvent }: InputEvent<HTMLInputElement>) => {
    const isComplete = /^\d{6}$/.test(currentTarget.value.replace(/\s/g, ''));
    if (sends && isComplete && isByHand(nativeEvent)) currentTarget.form?.requestSubmit();
  };
  return (
    <Frame id={id} label={label} hint={hints} fault={fault}>
      <input
        {...control}
        ref={field}
        onInput={sendWhenComplete}
        required
        type="text"
        inputMode={kind === 'digits' ? 'numeric' : 'text'}
        autoComplete={kind === 'recovery' ? 'off' : 'one-time-code'}
        autoCapitalize="none"
        spellCheck={false}
        dir="ltr"
        className={`input ${BOX} font-mono text-lg tracking-widest`}
      />
    </Frame>
  );
}

/** Typed or pasted. A password manager that fills the field submits the form itself, if its user wants that. */
function isByHand({ inputType, data }: InputEvent['nativeEvent']): boolean {
  return inputType === 'insertFromPaste' || (inputType === 'insertText' && data?.length === 1);
}
