'use client';

import { useForm } from './action-form';

/** How far the form's file has been sent, with a way to stop; it shows itself only where that takes a while. */
export function UploadProgress({ label, cancel }: { label: string; cancel: string }) {
  const { upload } = useForm();
  if (!upload) return null;
  const isSent = upload.share === 1;
  return (
    <div className="mt-4 flex items-center gap-4 transition-opacity delay-300 starting:opacity-0">
      <progress aria-label={label} value={isSent ? undefined : upload.share} className="progress progress-primary" />
      {!isSent && (
        <button type="button" onClick={upload.cancel} className="btn btn-sm">
          {cancel}
        </button>
      )}
    </div>
  );
}
