import { useState } from 'react';
import type { FormAction } from '../../../lib/web/form';

/** A file that is being sent: the share that has arrived, and how to think better of it. */
export type Upload = { share: number; cancel: () => void };

/** How far a form's file is on its way. @returns that, and what makes an action tell it */
export function useUpload() {
  const [upload, setUpload] = useState<Upload>();
  const withUpload =
    (action: FormAction): FormAction =>
    async (before, form) => {
      if (![...form.values()].some((value) => value instanceof File)) return action(before, form);
      const { withProgress } = await import('./with-progress');
      const sending = new AbortController();
      const cancel = () => sending.abort();
      const tell = (share: number) => setUpload({ share, cancel });
      try {
        return await withProgress(() => action(before, form), tell, sending.signal);
      } catch (error) {
        if (sending.signal.aborted) return before;
        throw error;
      } finally {
        setUpload(undefined);
      }
    };
  return { upload, withUpload };
}
