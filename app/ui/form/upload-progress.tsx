import { useEffect, useRef } from 'react';
import { useForm } from './action-form';
import type { UploadTexts } from './upload-view';

export function UploadProgress({ texts }: { texts: UploadTexts }) {
  const { upload, isPending } = useForm();
  const status = useRef<HTMLParagraphElement>(null);
  const isCanceled = upload === 'canceled' && !isPending;
  const running = typeof upload === 'object' ? upload : undefined;

  useEffect(() => {
    // Cancelling removed the focused button; the submit button is enabled again.
    if (isCanceled) status.current?.closest('form')?.querySelector<HTMLElement>('[type=submit]')?.focus();
  }, [isCanceled]);

  return (
    <>
      {running && <running.UploadBar {...running} texts={texts} />}
      <p className="mt-4 hidden text-muted group-data-held:block">{texts.preparing}</p>
      <p ref={status} aria-live="polite" className={isCanceled ? 'mt-4' : 'sr-only'}>
        {isCanceled && texts.canceled}
        {running?.announcement(running.share, texts)}
      </p>
    </>
  );
}
