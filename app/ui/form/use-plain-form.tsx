import {
  type FormEvent,
  type MouseEvent,
  startTransition,
  useActionState,
  useLayoutEffect,
  useOptimistic,
} from 'react';
import type { FormState } from '../../../lib/web/form';
import { FormAlert } from './form-alert';
import { orFailure } from './or-failure';

export type PlainAction = (form: FormData) => Promise<void>;

/**
 * An alert and handlers for a form without fields to correct, or for a list of such forms. If React sent them, it would
 * reset them, and a failure would replace the page.
 */
export function usePlainForm(action: PlainAction) {
  const [failure, send] = useActionState((_: FormState, form: FormData) => orFailure(() => action(form)), null);
  const [pressed, press] = useOptimistic<HTMLElement | null>(null);
  useLayoutEffect(() => {
    if (!pressed) return;
    pressed.ariaDisabled = 'true'; // `disabled` would take the focus away
    return () => {
      pressed.ariaDisabled = null;
    };
  }, [pressed]);
  const handlers = {
    'aria-busy': !!pressed || undefined,
    onSubmit(event: FormEvent<HTMLElement>) {
      event.preventDefault();
      const { submitter } = event.nativeEvent as SubmitEvent;
      const data = new FormData(event.target as HTMLFormElement, submitter);
      if (pressed) return;
      startTransition(() => {
        press(submitter);
        send(data);
      });
    },
    /** The second click of a double click may be on a row that has moved up meanwhile. */
    onClick(event: MouseEvent) {
      if (event.detail > 1) event.preventDefault();
    },
  };
  return [failure && !pressed && <FormAlert refusal={failure} />, handlers] as const;
}
