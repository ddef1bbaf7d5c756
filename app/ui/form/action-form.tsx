'use client';

import {
  createContext,
  type FormEvent,
  type RefObject,
  startTransition,
  useActionState,
  useContext,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { FormAction, FormState } from '../../../lib/web/form';
import { FormAlert } from './form-alert';
import { orFailure } from './or-failure';
import { faultBeforeSending, showRefusal } from './refusal';
import { useCountdown } from './use-countdown';
import { useUnsavedWarning } from './use-unsaved-warning';
import { type Upload, useUpload } from './use-upload';

type FormStatus = { refusal: FormState; alertId?: string; isPending: boolean; secondsLeft: number; upload?: Upload };

const FormContext = createContext<FormStatus>({ refusal: null, isPending: false, secondsLeft: 0 });

export const useForm = () => useContext(FormContext);

/** What had the focus in the form that was sent last. Its successor gets it, also on the page that follows. */
let focused: string | undefined;

const FIELD = 'input:not([type=hidden], [hidden])';

type Props = {
  id: string;
  action: FormAction;
  refusedBefore?: FormState;
  /** Shown if the server doesn't read the file of this form because of its length. */
  tooLarge?: string;
  warnsIfUnsaved?: boolean;
  children: React.ReactNode;
};

const withChecks =
  (form: RefObject<HTMLFormElement | null>, action: FormAction): FormAction =>
  async (state, data) =>
    (form.current && faultBeforeSending(form.current)) ?? orFailure(() => action(state, data));

/** An action that shows another page redirects instead of returning. */
const withSaved =
  (action: FormAction, onSaved: () => void): FormAction =>
  async (state, form) => {
    const refusal = await action(state, form);
    if (!refusal) startTransition(onSaved);
    return refusal;
  };

/**
 * A form that works as plain HTML and shows its action's refusal. With JavaScript it sends itself: React would reset a
 * form that it sends, possibly while someone types. Once it is saved, its fields are new, with what is stored.
 */
export function ActionForm({ id, action, refusedBefore = null, tooLarge, warnsIfUnsaved = false, children }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const { upload, withUpload } = useUpload(tooLarge);
  const [saves, setSaves] = useState(0);
  const saving = withSaved(action, () => setSaves((saves) => saves + 1));
  // HTML needs the action itself.
  const sender = typeof window === 'undefined' ? action : withChecks(form, withUpload(saving));
  const [refusal, send, isPending] = useActionState(sender, refusedBefore);
  const secondsLeft = useCountdown(refusal);
  const isOver = refusal?.seconds !== undefined && secondsLeft === 0;
  useUnsavedWarning(form, warnsIfUnsaved && !isPending);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { submitter } = event.nativeEvent as SubmitEvent;
    const data = new FormData(event.currentTarget, submitter);
    // An empty file field is sent as a file of no bytes without a name; React would name it.
    for (const [name, value] of [...data]) if (value instanceof File && value.name === '') data.delete(name);
    if (isPending || secondsLeft > 0) return;
    const name = event.currentTarget.querySelector<HTMLInputElement>(':focus')?.name;
    focused = `#${id} ${name ? `[name="${name}"]` : '[type=submit]'}`;
    startTransition(() => send(data));
  };

  useLayoutEffect(() => {
    if (!refusal || !form.current) return;
    focused = undefined;
    showRefusal(form.current, refusal);
  }, [refusal]);

  useLayoutEffect(() => {
    if (!focused?.startsWith(`#${id} `)) return;
    const field = form.current?.querySelector<HTMLElement>(focused);
    focused = undefined;
    if (document.activeElement === document.body) field?.focus({ preventScroll: true });
  }, [id, saves]);

  useLayoutEffect(() => {
    if (isOver && document.activeElement === document.body) form.current?.querySelector<HTMLElement>(FIELD)?.focus();
  }, [isOver]);

  const alertId = `${id}-alert`;
  return (
    <form ref={form} id={id} action={send} onSubmit={submit} noValidate aria-busy={isPending} className="group">
      {refusal && !isOver && <FormAlert id={alertId} refusal={refusal} />}
      <FormContext key={saves} value={{ refusal, alertId, isPending, secondsLeft, upload }}>
        {children}
      </FormContext>
    </form>
  );
}
