import type { FormAction, FormState } from '../../../lib/web/form';
import { refusalHere } from './refusal';
import { announcement, UploadBar } from './upload-view';
import type { Upload } from './use-upload';
import { FileTooLarge, withProgress } from './with-progress';

type Options = { tooLarge?: string; show: (upload?: Upload) => void };

/** Calls a form's action, and shows how much of its file is sent. */
export async function sendFile(
  action: FormAction,
  before: FormState,
  form: FormData,
  { tooLarge, show }: Options,
): Promise<FormState> {
  const sending = new AbortController();
  const cancel = () => sending.abort();
  const report = (share: number) => show({ share, cancel, UploadBar, announcement });
  try {
    const state = await withProgress(() => action(before, form), report, sending.signal);
    show(undefined);
    return state;
  } catch (error) {
    show(sending.signal.aborted ? 'canceled' : undefined);
    if (sending.signal.aborted) return before;
    if (!(error instanceof FileTooLarge)) throw error;
    const [field] = [...form].find(([, value]) => value instanceof File) ?? [];
    return refusalHere(tooLarge ?? error.message, field);
  }
}
