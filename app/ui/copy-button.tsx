'use client';

import { useEffect, useRef, useState } from 'react';

type Props = {
  text: string;
  copy: string;
  copied: string;
  failed: string;
  /** Where the text has just appeared: it's scrolled into view, too. */
  autoFocus?: boolean;
  onCopied?: () => void;
};

const RESULT_SHOWN_MS = 4000;

export function CopyButton({ text, copy, copied, failed, autoFocus, onCopied }: Props) {
  const [result, setResult] = useState<'copied' | 'failed'>();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!result) return;
    const timer = setTimeout(() => setResult(undefined), RESULT_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [result]);
  const isCopied = result === 'copied';
  const copyText = async () => {
    const isDone = (await writeToClipboard(text)) || copySelection(text, button.current as HTMLElement);
    setResult(isDone ? 'copied' : 'failed');
    if (isDone) onCopied?.();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        autoFocus={autoFocus}
        className="btn wrap-anywhere hidden scroll-mt-60 scripted:inline-flex"
        onClick={copyText}
      >
        {/* Both labels share one cell, so the button keeps its width. */}
        <span className="grid *:[grid-area:1/1]">
          <span className={isCopied ? 'invisible' : ''}>{copy}</span>
          <span className={isCopied ? '' : 'invisible'}>{copied}</span>
        </span>
      </button>
      <span aria-live="polite" className={result === 'failed' ? 'basis-full text-error text-sm' : 'sr-only'}>
        {result && { copied, failed }[result]}
      </span>
    </>
  );
}

async function writeToClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // refused or missing: the Clipboard API needs https or a loopback address
  }
}

/** The field is beside the button, since everything outside an open dialog is inert. */
function copySelection(text: string, button: HTMLElement): boolean {
  const field = document.createElement('textarea');
  Object.assign(field, { value: text, readOnly: true, className: 'sr-only' });
  button.after(field);
  field.select();
  const isDone = document.execCommand('copy');
  field.remove();
  button.focus();
  return isDone;
}
