import { type ComponentType, useEffect, useRef, useState } from 'react';
import type { FormState } from '../../../lib/web/form';
import { Avatar } from '../../ui/avatar';
import { useForm } from '../../ui/form/action-form';
import { Person, type PersonProps } from '../../ui/person';
import type { CropperProps, CropperTexts } from './cropper';
import { FileField } from './file-field';
import type { Fault, Limits } from './prepare';
import type { Picture } from './square';
import { useDropAndPaste } from './use-drop-and-paste';
import { useHeldForm } from './use-held-form';

type Props = {
  person: PersonProps;
  avatar: string;
  accept: string;
  limits: Limits;
  /** `remove` is empty if there is no picture. */
  texts: CropperTexts &
    Record<'change' | 'hint' | 'drop' | 'remove' | 'preparing' | 'discard', string> & {
      faults: Record<Fault, string>;
    };
};

/**
 * The size is unknown until the picture is prepared. If the cropper can't be loaded, the server crops the picture, as it
 * does without JavaScript.
 */
type Choice = { file: File; isPreparing: boolean; size?: Picture; Cropper?: ComponentType<CropperProps> };

export function AvatarChooser({ person, avatar, accept, limits, texts }: Props) {
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
        <label htmlFor="avatar-file" className="flex w-36 shrink-0 cursor-pointer flex-col items-start self-start">
          <Avatar path={avatar} size={96} />
          <span className="btn btn-sm in-[:has([name=avatar][aria-invalid=true])]:border-error in-[:has([name=avatar]:focus-visible)]:outline-2 -mt-3.5 pointer-coarse:min-h-8! rounded-full outline-primary outline-offset-2">
            {texts.change}
          </span>
        </label>
        <div className="min-w-0 flex-1 basis-60">
          <Person {...person} />
          <p id="avatar-hint" className="mt-1.5 text-muted text-sm">
            {texts.hint}
            <span className="hidden scripted:block pointer-coarse:hidden!">{texts.drop}</span>
          </p>
          <FileField ref={field} accept={accept} fault={fault ?? refused} onChange={choose} />
          <p aria-live="polite" className="text-muted text-sm">
            {choice?.isPreparing && texts.preparing}
          </p>
          {texts.remove && !choice?.size && (
            <label className="mt-2 flex items-center gap-2">
              <input type="checkbox" name="removeAvatar" className="checkbox checkbox-sm" />
              {texts.remove}
            </label>
          )}
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
