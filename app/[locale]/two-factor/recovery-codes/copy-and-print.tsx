'use client';

import { useState } from 'react';
import { useHydrated } from '../../../ui/use-hydrated';

type Props = { text: string; copy: string; copied: string; print: string };

/** What needs JavaScript; without it the codes can be selected, and the browser prints. */
export function CopyAndPrint({ text, copy, copied, print }: Props) {
  const [isCopied, setCopied] = useState(false);
  if (!useHydrated()) return null;
  return (
    <>
      <button
        type="button"
        className="btn"
        onClick={() => navigator.clipboard.writeText(text).then(() => setCopied(true))}
      >
        {isCopied ? copied : copy}
      </button>
      <button type="button" className="btn" onClick={() => window.print()}>
        {print}
      </button>
    </>
  );
}
