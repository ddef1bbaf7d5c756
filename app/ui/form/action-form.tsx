'use client';

import { unstable_rethrow } from 'next/navigation';
import {
  createContext,
  type FormEvent,
  startTransition,
  useActionState,
  useContext,
  useLayoutEffect,
  useRef,
} from 'react';
import type { FormAction, FormState } from '../../../lib/web/form';
import { Icon } from '../svg-icon';
import { Countdown } from './countdown';
import { saveScroll, useScrollRestoration } from './use-scroll-restoration';
import { useUnsavedWarning } from './use-unsaved-warning';
import { type Upload, useUpload } from './use-upload';

type Situation = { refusal: FormState; isPending: boolean; upload?: Upload };

const FormSituation = createContext<Situation>({ refusal: null, isPending: false });

/** How it stands with the form around: what was refused of it, and whether it is being sent. */
export const useForm = () => useContext(FormSituation);

/** What is not kept after a refusal. */
const SECRETS = '[autocomplete$=-password], [type=file], [autocomplete=one-time-code]';

type Props = {
  id: string;
  action: FormAction;
  /** What was refused before the action could be. */
  refusedBefore?: FormState;
  /** Whether the browser asks before it leaves a page on which something was changed in this form and not sent. */
  isGuarded?: boolean;
  children: React.ReactNode;
};

/** An answer that is not the action's own says in a sentence what is wrong: shows it as the action's refusals are. */
const withFailures =
  (action: FormAction): FormAction =>
  async (state, form) => {
    try {
      return await action(state, form);
    } catch (error) {
      unstable_rethrow(error);
      const isLost = error instanceof TypeError;
      const message = (isLost && document.body.dataset.offline) || (error as Error).message;
      return { message, title: document.title, typed: {} };
    }
  };

/**
 * A form that works as plain HTML, shows what its action refused, and leads to the field at fault. It sends itself
 * where JavaScript runs: a form that React sends is reset by React, at a moment when the next word may be typed.
 */
export function ActionForm({ id, action, refusedBefore = null, isGuarded = false, children }: Props) {
  const { upload, withUpload } = useUpload();
  const here = typeof window === 'undefined' ? action : withFailures(withUpload(action)); // HTML needs the action itself
  const [refusal, send, isPending] = useActionState(here, refusedBefore);
  const form = useRef<HTMLFormElement>(null);
  useUnsavedWarning(form, isGuarded && !isPending);
  useScrollRestoration(form);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { submitter } = event.nativeEvent as SubmitEvent;
    const data = new FormData(event.currentTarget, submitter);
    // A file field without a file is sent as an empty file without a name; on the way through React it gets one.
    for (const [name, value] of [...data]) if (value instanceof File && value.name === '') data.delete(name);
    if (isPending) return;
    saveScroll(event.currentTarget);
    startTransition(() => send(data));
  };

  useLayoutEffect(() => {
    if (!refusal) return;
    for (const secret of form.current?.querySelectorAll<HTMLInputElement>(SECRETS) ?? []) {
      secret.value = '';
      secret.dispatchEvent(new Event('input', { bubbles: true }));
    }
    const fault = form.current?.querySelector<HTMLElement>('[aria-invalid=true]');
    (fault ?? form.current?.querySelector<HTMLElement>('[type=submit]'))?.focus();
  }, [refusal]);

  return (
    <form ref={form} id={id} action={send} onSubmit={submit} noValidate aria-busy={isPending} className="group">
      {refusal && (
        <>
          {/* Where no page was loaded: React puts it before the page's own, and the browser shows the first. */}
          <title>{refusal.title}</title>
          <div role="alert" className="alert alert-error alert-soft mb-6">
            <Icon shape="alert" />
            <p className="text-base">{refusal.message}</p>
            <Countdown refusal={refusal} />
          </div>
        </>
      )}
      <FormSituation value={{ refusal, isPending, upload }}>{children}</FormSituation>
    </form>
  );
}
