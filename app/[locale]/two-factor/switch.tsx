'use client';

import Link from 'next/link';
import { useId } from 'react';

type Props = { href: string; label: string; state: string; isOn: boolean };

/** A link that looks like a switch and is announced as one: turning it takes several steps. */
export function Switch({ href, label, state, isOn }: Props) {
  const id = useId();
  return (
    <div className="flex items-center justify-between gap-4">
      <div className="min-w-0">
        <p id={`${id}-label`} className="font-medium">
          {label}
        </p>
        <p id={`${id}-state`} className="text-muted text-sm">
          {state}
        </p>
      </div>
      <Link
        href={href}
        prefetch={false}
        scroll={false}
        role="switch"
        aria-checked={isOn}
        aria-labelledby={`${id}-label`}
        aria-describedby={`${id}-state`}
        onKeyDown={(event) => {
          if (event.key !== ' ') return;
          event.preventDefault();
          event.currentTarget.click();
        }}
        className="flex min-h-11 shrink-0 items-center rounded-field"
      >
        <span
          aria-hidden
          className={`block h-7 w-12 rounded-full border-2 p-0.5 ${isOn ? 'border-primary bg-primary' : 'border-line'}`}
        >
          <span
            className={`block size-5 rounded-full ${isOn ? 'ms-auto bg-primary-content forced-colors:bg-[Highlight]' : 'bg-line forced-colors:bg-[ButtonText]'}`}
          />
        </span>
      </Link>
    </div>
  );
}
