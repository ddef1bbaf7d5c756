import { type RefObject, useId } from 'react';
import { Frame } from '../../ui/form/field';

type Props = {
  ref: RefObject<HTMLInputElement | null>;
  accept: string;
  label: string;
  hint: React.ReactNode;
  /** On the button. */
  choose: string;
  /** In place of the file's name. */
  none: string;
  fault?: string;
  /** Known only where JavaScript runs. */
  hasFile?: boolean;
  onChange: () => void;
};

/**
 * A file field in the language of the page: browsers write their own words in theirs. The button covers the browser's
 * own; the native field writes the file's name beside it, which without JavaScript nothing else can. There `:user-valid`
 * tells that a file was chosen.
 */
export function FileField({ ref, accept, label, hint, choose, none, fault, hasFile, onChange }: Props) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} fault={fault}>
      <div className="flex items-center gap-3 rounded-field border border-line bg-base-100 p-1 has-focus-visible:outline-2 has-focus-visible:outline-primary has-focus-visible:outline-offset-2 has-aria-invalid:border-error">
        <label htmlFor={id} className="btn btn-sm shrink-0">
          {choose}
        </label>
        <span className="relative min-w-0 flex-1">
          <input
            ref={ref}
            id={id}
            type="file"
            name="avatar"
            accept={accept}
            aria-describedby={fault ? `${id}-hint ${id}-fault` : `${id}-hint`}
            aria-invalid={fault !== undefined}
            autoFocus={fault ? true : undefined}
            data-picked={hasFile}
            onChange={onChange}
            className="peer block w-full cursor-pointer py-1.5 opacity-0 outline-none file:hidden data-[picked=true]:opacity-100 [&:user-valid:not([data-picked])]:opacity-100"
          />
          <span
            aria-hidden
            className="pointer-events-none absolute inset-y-0 start-0 max-w-full content-center truncate text-muted peer-data-[picked=true]:hidden [.peer:user-valid:not([data-picked])~&]:hidden"
          >
            {none}
          </span>
        </span>
      </div>
    </Frame>
  );
}
