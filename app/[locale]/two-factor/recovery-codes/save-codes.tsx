'use client';

import { useState } from 'react';
import { CopyButton } from '../../../ui/copy-button';
import { PlainForm } from '../../../ui/form/plain-form';

type Props = {
  text: string;
  /** A `data:` address. */
  file: string;
  texts: Record<'copy' | 'copied' | 'failed' | 'print' | 'download' | 'writtenDown' | 'saved', string>;
  action: (form: FormData) => Promise<void>;
};

/**
 * Saving the codes comes first, so until that was done here, a box has to be ticked. Without JavaScript, people download
 * them or use the browser's own Copy and Print.
 */
export function SaveCodes({ text, file, texts, action }: Props) {
  const [isDone, setDone] = useState(false);
  const done = () => setDone(true);
  const { copy, copied, failed } = texts;
  return (
    <div className="group print:hidden">
      <div className="mb-6 flex flex-wrap gap-3">
        <a
          href={file}
          download="portrait-recovery-codes.txt"
          onClick={done}
          className={`btn ${isDone ? '' : 'group-not-has-checked:btn-primary'}`}
        >
          {texts.download}
        </a>
        <CopyButton text={text} copy={copy} copied={copied} failed={failed} onCopied={done} />
        <button
          type="button"
          className="btn hidden scripted:inline-flex"
          onClick={() => {
            window.print();
            done();
          }}
        >
          {texts.print}
        </button>
      </div>
      <PlainForm id="recovery-codes-saved" action={action}>
        {!isDone && (
          <label className="mb-4 flex items-center gap-2.5">
            <input type="checkbox" required autoComplete="off" className="checkbox" />
            {texts.writtenDown}
          </label>
        )}
        <button
          type="submit"
          className={`btn ${isDone ? 'btn-primary' : 'opacity-60 group-has-checked:btn-primary group-has-checked:opacity-100'}`}
        >
          {texts.saved}
        </button>
      </PlainForm>
    </div>
  );
}
