'use client';

import { unstable_rethrow } from 'next/navigation';
import {
  createContext,
  type FormEvent,
  type RefObject,
  startTransition,
  useActionState,
  useContext,
  useLayoutEffect,
  useRef,
} from 'react';
import type { FormAction, FormState } from '../../../lib/web/form';
import { FormAlert } from './form-alert';
import { faultBeforeSending, showRefusal } from './refusal';
import { useCountdown } from './use-countdown';
import { useUnsavedWarning } from './use-unsaved-warning';
import { type Upload, useUpload } from './use-upload';
import { forgetView, saveView, useViewRestoration } from './use-view-restoration';

type FormStatus = { refusal: FormState; alertId?: string; isPending: boolean; secondsLeft: number; upload?: Upload };

const FormContext = createContext<FormStatus>({ refusal: null, isPending: false, secondsLeft: 0 });

export const useForm = () => useContext(FormContext);

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

const withFailures =
  (action: FormAction): FormAction =>
  async (state, form) => {
    try {
      return await action(state, form);
    } catch (error) {
      unstable_rethrow(error);
      const isOffline = error instanceof TypeError;
      const message = (isOffline && document.body.dataset.offline) || (error as Error).message;
      return { message, title: document.title, typed: {} };
    }
  };

const withChecks =
  (form: RefObject<HTMLFormElement | null>, action: FormAction): FormAction =>
  async (state, data) =>
    (form.current && faultBeforeSending(form.current)) ?? action(state, data);

/**
 * A form that works as plain HTML and shows its action's refusal. With JavaScript it sends itself: React would reset a
 * form that it sends, possibly while someone types.
 */
export function ActionForm({ id, action, refusedBefore = null, tooLarge, warnsIfUnsaved = false, children }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const { upload, withUpload } = useUpload(tooLarge);
  // HTML needs the action itself.
  const sender = typeof window === 'undefined' ? action : withChecks(form, withFailures(withUpload(action)));
  const [refusal, send, isPending] = useActionState(sender, refusedBefore);
  const secondsLeft = useCountdown(refusal);
  const isOver = refusal?.seconds !== undefined && secondsLeft === 0;
  useUnsavedWarning(form, warnsIfUnsaved && !isPending);
  useViewRestoration(form);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { submitter } = event.nativeEvent as SubmitEvent;
    const data = new FormData(event.currentTarget, submitter);
    // An empty file field is sent as a file of no bytes without a name; React would name it.
    for (const [name, value] of [...data]) if (value instanceof File && value.name === '') data.delete(name);
    if (isPending || secondsLeft > 0) return;
    saveView(event.currentTarget);
    startTransition(() => send(data));
  };

  useLayoutEffect(() => {
    if (!refusal || !form.current) return;
    forgetView();
    showRefusal(form.current, refusal);
  }, [refusal]);

  useLayoutEffect(() => {
    if (isOver && document.activeElement === document.body) form.current?.querySelector<HTMLElement>(FIELD)?.focus();
  }, [isOver]);

  const alertId = `${id}-alert`;
  return (
    <form ref={form} id={id} action={send} onSubmit={submit} noValidate aria-busy={isPending} className="group">
      {refusal && !isOver && <FormAlert id={alertId} refusal={refusal} />}
      <FormContext value={{ refusal, alertId, isPending, secondsLeft, upload }}>{children}</FormContext>
    </form>
  );
}
