'use client';

import { useRouter } from 'next/navigation';
import type { FormEvent } from 'react';

type Props = { href: string; label: string; state: string; isOn: boolean };

/** A switch that opens the steps to turn it: a dialog, or without JavaScript a page. */
export function Switch({ href, label, state, isOn }: Props) {
  const router = useRouter();
  const open = (event: FormEvent) => {
    event.preventDefault();
    router.push(href, { scroll: false });
  };
  return (
    <form action={href} onSubmit={open} className="flex items-center justify-between gap-4">
      <label htmlFor="two-factor-switch" className="min-w-0 flex-1 cursor-pointer">
        <span id="two-factor-label" className="block font-medium">
          {label}
        </span>
        <span id="two-factor-state" className="block text-muted text-sm">
          {state}
        </span>
      </label>
      <button
        id="two-factor-switch"
        type="submit"
        role="switch"
        aria-checked={isOn}
        aria-labelledby="two-factor-label"
        aria-describedby="two-factor-state"
        className="flex min-h-11 shrink-0 cursor-pointer items-center rounded-field"
      >
        <span
          aria-hidden
          className={`block h-7 w-12 rounded-full border-2 p-0.5 ${isOn ? 'border-primary bg-primary' : 'border-line'}`}
        >
          <span
            className={`block size-5 rounded-full ${isOn ? 'ms-auto bg-primary-content forced-colors:bg-[Highlight]' : 'bg-line forced-colors:bg-[ButtonText]'}`}
          />
        </span>
      </button>
    </form>
  );
}
