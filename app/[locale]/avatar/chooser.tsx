'use client';

import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { useForm } from '../../ui/form/action-form';
import { Field } from '../../ui/form/field';
import type { CropperTexts } from './cropper';
import { useDropAndPaste } from './drop-and-paste';

/** Comes when a picture was chosen. Should it not come, the server crops the picture as it does without JavaScript. */
const Cropper = lazy(() => import('./cropper').catch(() => ({ default: () => <></> })));

type Props = {
  /** The avatar of the moment. */
  avatar: ReactNode;
  accept: string;
  maxBytes: number;
  maxPixels: number;
  texts: CropperTexts & { label: string; hint: string; drop: string; tooLarge: string; discard: string };
  children: ReactNode;
};

/** The field for a picture. Where JavaScript runs it may also be dropped or pasted anywhere on the page, and cropped. */
export function AvatarChooser({ avatar, accept, maxBytes, maxPixels, texts, children }: Props) {
  const [file, setFile] = useState<File>();
  const [isTooLarge, setTooLarge] = useState(false);
  const [isUnfit, setUnfit] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const { refusal } = useForm();

  const look = () => {
    setFile(field.current?.files?.[0]);
    setTooLarge(false);
    setUnfit(false);
  };
  /** Chooses a file in the place of the person. */
  const put = (file?: File) => {
    const list = new DataTransfer();
    if (file) list.items.add(file);
    if (field.current) field.current.files = list.files;
    look();
  };
  const isOver = useDropAndPaste(put);
  useEffect(look, [refusal]); // a refused form has lost its file

  const giveUp = () => {
    if (file && file.size > maxBytes) put();
    setTooLarge(file !== undefined && file.size > maxBytes);
    setUnfit(true);
  };
  const isCropped = file !== undefined && !isUnfit;

  return (
    <div
      className={`mb-5 flex flex-wrap items-start gap-5 ${isOver ? 'rounded-box outline-2 outline-primary outline-dashed outline-offset-8' : ''}`}
    >
      {!isCropped && avatar}
      <div className="min-w-0 flex-1 basis-60">
        <Field
          ref={field}
          onChange={look}
          name="avatar"
          type="file"
          accept={accept}
          label={texts.label}
          hint={
            <>
              {texts.hint}
              <span className="hidden scripted:inline"> {texts.drop}</span>
            </>
          }
        />
        {isTooLarge && (
          <p role="alert" className="text-error text-sm">
            {texts.tooLarge}
          </p>
        )}
        {!isCropped && children}
      </div>
      {isCropped && (
        <Suspense>
          <Cropper
            key={`${file.name} ${file.lastModified} ${file.size}`}
            {...{ file, maxBytes, maxPixels, texts }}
            onShrunk={put}
            onUnfit={giveUp}
          >
            <button type="button" onClick={() => put()} className="btn btn-sm mt-4">
              {texts.discard}
            </button>
          </Cropper>
        </Suspense>
      )}
    </div>
  );
}
