'use client';

import { type ComponentType, type ReactNode, useEffect, useRef, useState } from 'react';
import type { FormState } from '../../../lib/web/form';
import { useForm } from '../../ui/form/action-form';
import type { CropperProps, CropperTexts } from './cropper';
import { FileField } from './file-field';
import type { Fault, Limits } from './prepare';
import type { Picture } from './square';
import { useDropAndPaste } from './use-drop-and-paste';
import { useHeldForm } from './use-held-form';

type Props = {
  button: ReactNode;
  person: ReactNode;
  accept: string;
  limits: Limits;
  texts: CropperTexts &
    Record<'preparing' | 'discard', string> & {
      faults: Record<Fault, string>;
    };
  children: ReactNode;
};

/**
 * The size is unknown until the picture is prepared. If the cropper can't be loaded, the server crops the picture, as it
 * does without JavaScript.
 */
type Choice = { file: File; isPreparing: boolean; size?: Picture; Cropper?: ComponentType<CropperProps> };

export function AvatarChooser({ button, person, accept, limits, texts, children }: Props) {
  const [choice, setChoice] = useState<Choice>();
  const [fault, setFault] = useState<string>();
  const [answered, setAnswered] = useState<FormState>(null);
  const field = useRef<HTMLInputElement>(null);
  const { refusal } = useForm();
  const release = useHeldForm(field, { isPreparing: choice?.isPreparing === true, isRefused: fault !== undefined });

  const choose = () => {
    const [file] = field.current?.files ?? [];
    setChoice(file && { file, isPreparing: true });
    setFault(undefined);
    setAnswered(refusal);
  };
  const setFile = (file?: File) => {
    const list = new DataTransfer();
    if (file) list.items.add(file);
    if (field.current) field.current.files = list.files;
  };
  const chooseFile = (file: File) => {
    setFile(file);
    choose();
  };
  const discard = () => {
    setFile();
    choose();
    field.current?.focus();
  };
  const refuse = (fault: Fault) => {
    discard();
    setFault(texts.faults[fault]);
  };
  const isOver = useDropAndPaste(chooseFile);

  // A browser may restore a file with the page, and a refused form may have lost its own.
  useEffect(() => {
    const [file] = field.current?.files ?? [];
    setChoice((choice) => (file === choice?.file ? choice : file && { file, isPreparing: true }));
  }, [refusal]);

  // Only when the picture changes: `setFile`, `refuse` and `release` are new functions on every render.
  useEffect(() => {
    if (!choice?.isPreparing) return;
    let isStale = false;
    // React.lazy would show the cropper most of a second later.
    const cropper = import('./cropper').then(
      ({ Cropper }) => Cropper,
      () => undefined,
    );
    const finish = async (prepared: { file: File; size?: Picture } | Fault) => {
      const Cropper = typeof prepared === 'object' && prepared.size ? await cropper : undefined;
      if (isStale) return;
      if (typeof prepared === 'string') return refuse(prepared);
      if (prepared.file !== choice.file) setFile(prepared.file);
      setChoice({ ...prepared, isPreparing: false, Cropper });
    };
    const unprepared = choice.file.size > limits.maxBytes ? 'tooLarge' : { file: choice.file };
    import('./prepare').then(({ prepare }) => prepare(choice.file, limits)).then(finish, () => finish(unprepared));
    return () => {
      isStale = true;
    };
  }, [choice]);

  useEffect(() => {
    if (!choice?.isPreparing) release(choice !== undefined);
  }, [choice]);

  const refused = refusal?.field === 'avatar' && refusal !== answered ? refusal.message : undefined;

  return (
    <div className={`mb-8 ${isOver ? 'rounded-box outline-2 outline-primary outline-dashed outline-offset-8' : ''}`}>
      <div className="flex flex-wrap gap-x-6 gap-y-3">
        {button}
        <div className="min-w-0 flex-1 basis-60">
          {person}
          <FileField ref={field} accept={accept} fault={fault ?? refused} onChange={choose} />
          <p aria-live="polite" className="text-muted text-sm">
            {choice?.isPreparing && texts.preparing}
          </p>
          {!choice?.size && children}
        </div>
      </div>
      {choice?.size && choice.Cropper && (
        <choice.Cropper
          key={`${choice.file.name} ${choice.file.lastModified} ${choice.file.size}`}
          file={choice.file}
          picture={choice.size}
          texts={texts}
        >
          <button type="button" onClick={discard} className="btn">
            {texts.discard}
          </button>
        </choice.Cropper>
      )}
    </div>
  );
}
