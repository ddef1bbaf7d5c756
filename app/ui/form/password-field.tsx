'use client';

import { type Ref, useEffect, useState } from 'react';
import { Icon } from '../svg-icon';
import { useHydrated } from '../use-hydrated';
import { useForm } from './action-form';
import { BOX, type FieldProps, Frame, useField } from './field';

type Props = FieldProps & {
  autoComplete: 'current-password' | 'new-password';
  show: string;
  hide: string;
  isRequired?: boolean;
  ref?: Ref<HTMLInputElement>;
  onFocus?: () => void;
  onType?: (text: string) => void;
  after?: React.ReactNode;
};

export function PasswordField(props: Props) {
  const { name, label, hint, autoFocus, after, show, hide, isRequired = true, onType, ...input } = props;
  const { id, fault, control } = useField({ name, hint, autoFocus });
  const { isPending } = useForm();
  const [isShown, setShown] = useState(false);
  const isScripted = useHydrated();
  // Browsers only offer to save a password that was sent hidden.
  useEffect(() => {
    if (isPending) setShown(false);
  }, [isPending]);
  return (
    <Frame id={id} label={label} hint={hint} fault={fault} after={after}>
      <div className="relative">
        <input
          {...control}
          {...input}
          required={isRequired}
          onInput={({ currentTarget }) => onType?.(currentTarget.value)}
          type={isShown ? 'text' : 'password'}
          autoCapitalize="none"
          spellCheck={false}
          dir="ltr"
          className={`input ${BOX} pr-13 rtl:pr-3 rtl:pl-13`}
        />
        {isScripted && (
          <button
            type="button"
            aria-label={isShown ? hide : show}
            aria-controls={id}
            onClick={() => setShown(!isShown)}
            className="btn btn-ghost btn-square btn-sm absolute inset-y-0 end-1.5 my-auto"
          >
            <Icon shape={isShown ? 'eyeOff' : 'eye'} />
          </button>
        )}
      </div>
    </Frame>
  );
}
