'use client';

import { Frame, useField } from '../../../ui/form/field';

type Props = { label: string; hint: string; choose: string; none: string };

/** A file field in the page's language: browsers name theirs in their own. `:valid` matches once a file is chosen. */
export function FileField({ label, hint, choose, none }: Props) {
  const { id, fault, control } = useField({ name: 'file', hint });
  return (
    <Frame id={id} label={label} hint={hint} fault={fault}>
      <div className="flex flex-wrap items-center gap-3 rounded-field border border-line p-1 outline-primary has-aria-[invalid=true]:border-error has-focus-visible:outline-2 has-focus-visible:outline-offset-2">
        <label htmlFor={id} className="btn btn-sm pointer-coarse:min-h-11">
          {choose}
        </label>
        <span className="grid flex-1 basis-24 items-center text-sm leading-tight *:[grid-area:1/1]">
          <input
            {...control}
            type="file"
            accept=".csv,text/csv"
            required
            className="peer w-full min-w-0 cursor-pointer opacity-0 outline-none! file:hidden valid:opacity-100"
          />
          <span aria-hidden className="pointer-events-none text-muted peer-valid:hidden">
            {none}
          </span>
        </span>
      </div>
    </Frame>
  );
}
