'use client';

import { useEffect, useRef } from 'react';
import { useForm } from './action-form';

type Texts = {
  label: string;
  progress: string;
  sent: string;
  cancel: string;
  canceled: string;
  /** Shown when the form was submitted before its file was ready. */
  preparing: string;
};

export function UploadProgress({ texts }: { texts: Texts }) {
  const { upload, isPending } = useForm();
  const status = useRef<HTMLParagraphElement>(null);
  const isCanceled = upload === 'canceled' && !isPending;
  const share = typeof upload === 'object' ? upload.share : 0;
  const quarters = Math.floor(share * 4); // announced to screen readers

  useEffect(() => {
    // Cancelling removed the focused button; the submit button is enabled again.
    if (isCanceled) status.current?.parentElement?.querySelector<HTMLElement>('[type=submit]')?.focus();
  }, [isCanceled]);

  return (
    <>
      {typeof upload === 'object' && (
        <div className="order-first flex basis-full flex-wrap items-center gap-x-4 gap-y-2 transition-opacity delay-300 starting:opacity-0">
          <progress
            aria-label={texts.label}
            value={share === 1 ? undefined : share}
            className="progress progress-primary min-w-0 flex-1 basis-40"
          />
          <span aria-hidden className="tabular-nums">
            {inWords(share, texts)}
          </span>
          {share !== 1 && (
            <button type="button" onClick={upload.cancel} className="btn btn-sm">
              {texts.cancel}
            </button>
          )}
        </div>
      )}
      <p className="order-first hidden basis-full text-muted group-data-held:block">{texts.preparing}</p>
      <p ref={status} aria-live="polite" className={isCanceled ? 'order-first basis-full' : 'sr-only'}>
        {isCanceled && texts.canceled}
        {quarters > 0 && quarters < 4 && inWords(quarters / 4, texts)}
      </p>
    </>
  );
}

function inWords(share: number, { progress, sent }: Texts): string {
  if (share === 1) return sent;
  const percent = new Intl.NumberFormat(document.documentElement.lang, { style: 'percent' });
  return progress.replace('{share}', percent.format(share));
}
