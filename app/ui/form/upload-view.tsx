import { percent } from '../percent';

export type UploadTexts = {
  label: string;
  progress: string;
  sent: string;
  cancel: string;
  canceled: string;
  /** Shown when the form was submitted before its file was ready. */
  preparing: string;
};

type Props = { share: number; cancel: () => void; texts: UploadTexts };

export function UploadBar({ share, cancel, texts }: Props) {
  return (
    <div className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-2 transition-opacity delay-300 starting:opacity-0">
      <progress
        aria-label={texts.label}
        value={share === 1 ? undefined : share}
        className="progress progress-primary min-w-0 flex-1 basis-40"
      />
      <span aria-hidden className="tabular-nums">
        {inWords(share, texts)}
      </span>
      {share !== 1 && (
        <button type="button" onClick={cancel} className="btn btn-sm">
          {texts.cancel}
        </button>
      )}
    </div>
  );
}

/** Announced to screen readers at each quarter. */
export function announcement(share: number, texts: UploadTexts): string {
  const quarters = Math.floor(share * 4);
  return quarters > 0 && quarters < 4 ? inWords(quarters / 4, texts) : '';
}

function inWords(share: number, { progress, sent }: UploadTexts): string {
  if (share === 1) return sent;
  return progress.replace('{share}', percent(share));
}
