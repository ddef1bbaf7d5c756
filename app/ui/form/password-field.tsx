'use client';

import { useState } from 'react';
import { Icon } from '../svg-icon';
import { useHydrated } from '../use-hydrated';
import { BOX, type FieldProps, Frame, useField } from './field';

type Props = FieldProps & { autoComplete: 'current-password' | 'new-password'; show: string; hide: string } & {
  onFocus?: () => void;
  onType?: (text: string) => void;
  /** What stands below the field. */
  children?: React.ReactNode;
};

/** A password, with an eye that shows what is typed where JavaScript runs. */
export function PasswordField({ name, label, hint, autoComplete, show, hide, onFocus, onType, children }: Props) {
  const { id, fault, control } = useField({ name, hint });
  const [isShown, setShown] = useState(false);
  const isScripted = useHydrated();
  return (
    <Frame id={id} label={label} hint={hint} fault={fault}>
      <div className="relative">
        <input
          {...control}
          onFocus={onFocus}
          onInput={({ currentTarget }) => onType?.(currentTarget.value)}
          type={isShown ? 'text' : 'password'}
          autoComplete={autoComplete}
          autoCapitalize="none"
          spellCheck={false}
          dir="ltr"
          className={`input ${BOX} pr-12 rtl:pr-3 rtl:pl-12`}
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
      {children}
    </Frame>
  );
}
