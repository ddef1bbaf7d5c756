import { useState } from 'react';
import type { FormAction } from '../../../lib/web/form';

type View = typeof import('./upload-view');

/** `share` is what was sent, from 0 to 1. What sends and shows it is loaded with the first upload. */
export type Upload = ({ share: number; cancel: () => void } & View) | 'canceled';

export function useUpload(tooLarge?: string) {
  const [upload, show] = useState<Upload>();
  const withUpload =
    (action: FormAction): FormAction =>
    async (before, form) => {
      show(undefined);
      if (![...form.values()].some((value) => value instanceof File)) return action(before, form);
      const { sendFile } = await import('./send-file');
      return sendFile(action, before, form, { tooLarge, show });
    };
  return { upload, withUpload };
}
