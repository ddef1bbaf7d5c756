'use client';

import {
  createContext,
  type FormEvent,
  startTransition,
  useActionState,
  useContext,
  useLayoutEffect,
  useRef,
} from 'react';
import type { FormAction, FormState } from '../../lib/web/form';
import { Countdown } from './countdown';

type Situation = { refusal: FormState; isPending: boolean };

const FormSituation = createContext<Situation>({ refusal: null, isPending: false });

/** How it stands with the form around: what was refused of it, and whether it is being sent. */
export const useForm = () => useContext(FormSituation);

/** What is not kept after a refusal. */
const SECRETS = 'input[type=password], input[type=file], input[autocomplete=one-time-code]';

type Props = { id: string; action: FormAction; className?: string; children: React.ReactNode };

/**
 * A form that works as plain HTML, shows what its action refused, and leads to the field at fault. It sends itself
 * where JavaScript runs: a form that React sends is reset by React, at a moment when the next word may be typed.
 */
export function ActionForm({ id, action, className, children }: Props) {
  const [refusal, send, isPending] = useActionState(action, null);
  const form = useRef<HTMLFormElement>(null);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { submitter } = event.nativeEvent as SubmitEvent;
    const data = new FormData(event.currentTarget, submitter);
    // A file field without a file is sent as an empty file without a name; on the way through React it gets one.
    for (const [name, value] of [...data]) if (value instanceof File && value.name === '') data.delete(name);
    if (!isPending) startTransition(() => send(data));
  };

  useLayoutEffect(() => {
    if (!refusal) return;
    for (const secret of form.current?.querySelectorAll<HTMLInputElement>(SECRETS) ?? []) secret.value = '';
    form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [refusal]);

  return (
    <form ref={form} id={id} action={send} onSubmit={submit} noValidate className={className}>
      {refusal && (
        <p role="alert" className="alert alert-error alert-soft mb-4">
          {refusal.message}
          <Countdown refusal={refusal} />
        </p>
      )}
      <FormSituation value={{ refusal, isPending }}>{children}</FormSituation>
    </form>
  );
}
