import { type RefObject, useId } from 'react';
import { Frame } from '../../ui/form/field';
import { Icon } from '../../ui/svg-icon';

type Props = {
  ref: RefObject<HTMLInputElement | null>;
  accept: string;
  label: string;
  hint: React.ReactNode;
  choose: string;
  none: string;
  fault?: string;
  onChange: () => void;
};

/**
 * A file field in the page's language: browsers label theirs in their own. Without JavaScript only the native field can
 * show the file's name. `required` makes `:valid` match once a file is chosen; the form has `noValidate`, and Chromium
 * doesn't announce a required file field.
 */
export function FileField({ ref, accept, label, hint, choose, none, fault, onChange }: Props) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint}>
      <div className="flex flex-wrap items-center gap-x-3 rounded-field border border-line bg-base-100 p-1 has-focus-visible:outline-2 has-focus-visible:outline-primary has-focus-visible:outline-offset-2 has-aria-invalid:border-error">
        <label htmlFor={id} className="btn btn-sm pointer-coarse:min-h-11">
          {choose}
        </label>
        <span className="relative min-w-0 flex-1 basis-36">
          <input
            ref={ref}
            id={id}
            type="file"
            name="avatar"
            accept={accept}
            aria-describedby={fault ? `${id}-hint ${id}-fault` : `${id}-hint`}
            aria-invalid={fault !== undefined}
            autoFocus={fault ? true : undefined}
            required
            onChange={onChange}
            className="peer block w-full cursor-pointer py-1.5 opacity-0 outline-none! valid:opacity-100 file:hidden"
          />
          <span
            aria-hidden
            className="pointer-events-none absolute inset-y-0 start-0 max-w-full content-center truncate text-muted peer-valid:hidden"
          >
            {none}
          </span>
        </span>
      </div>
      {fault && (
        <p id={`${id}-fault`} role="alert" className="mt-2 flex gap-1.5 text-error text-sm">
          <Icon shape="alert" className="mt-0.5 size-4" />
          {fault}
        </p>
      )}
    </Frame>
  );
}
