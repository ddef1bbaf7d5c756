import { useState } from 'react';
import type { FormAction } from '../../../lib/web/form';

type View = typeof import('./upload-view');

/** `share` is what was sent, from 0 to 1. What shows it is loaded with the first upload. */
export type Upload = ({ share: number; cancel: () => void } & View) | 'canceled';

export function useUpload(tooLarge?: string) {
  const [upload, setUpload] = useState<Upload>();
  const withUpload =
    (action: FormAction): FormAction =>
    async (before, form) => {
      const [field] = [...form].find(([, value]) => value instanceof File) ?? [];
      setUpload(undefined);
      if (!field) return action(before, form);
      const [{ FileTooLarge, withProgress }, { UploadBar, announcement }] = await Promise.all([
        import('./with-progress'),
        import('./upload-view'),
      ]);
      const sending = new AbortController();
      const cancel = () => sending.abort();
      const report = (share: number) => setUpload({ share, cancel, UploadBar, announcement });
      try {
        const state = await withProgress(() => action(before, form), report, sending.signal);
        setUpload(undefined);
        return state;
      } catch (error) {
        setUpload(sending.signal.aborted ? 'canceled' : undefined);
        if (sending.signal.aborted) return before;
        if (!(error instanceof FileTooLarge)) throw error;
        return { message: tooLarge ?? error.message, title: document.title, field, typed: {} };
      }
    };
  return { upload, withUpload };
}
