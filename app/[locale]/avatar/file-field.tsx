import type { RefObject } from 'react';
import { Icon } from '../../ui/svg-icon';

type Props = {
  ref: RefObject<HTMLInputElement | null>;
  accept: string;
  fault?: string;
  onChange: () => void;
};

/**
 * Shows nothing until a file is chosen, and then the file's name: its label is the button, because browsers name theirs
 * in their own language. `required` makes `:valid` match once a file is chosen; the form has `noValidate`, and Chromium
 * doesn't announce a required file field.
 */
export function FileField({ ref, accept, fault, onChange }: Props) {
  return (
    <div className="relative">
      <input
        ref={ref}
        id="avatar-file"
        type="file"
        name="avatar"
        accept={accept}
        aria-describedby={fault ? 'avatar-hint avatar-fault' : 'avatar-hint'}
        aria-invalid={fault !== undefined}
        autoFocus={fault ? true : undefined}
        required
        onChange={onChange}
        className="sr-only max-w-full cursor-pointer text-sm outline-none! file:hidden valid:not-sr-only"
      />
      {fault && (
        <p id="avatar-fault" role="alert" className="mt-2 flex gap-1.5 text-error text-sm">
          <Icon shape="alert" className="mt-0.5 size-4" />
          {fault}
        </p>
      )}
    </div>
  );
}
