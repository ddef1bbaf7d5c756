'use client';

import { useEffect, useRef } from 'react';
import type { FormAction } from '../../../lib/web/form';
import { ActionForm } from '../../ui/form/action-form';
import { useHydrated } from '../../ui/use-hydrated';
import type { Challenge, NoChallenge } from './ceremony';

type Props = {
  id: string;
  begin(): Promise<Challenge | NoChallenge>;
  action: FormAction;
  isInAutofill?: boolean;
  children: React.ReactNode;
};

/** Sends the answer of the browser to a challenge of the server. Hidden without JavaScript. */
export function PasskeyForm({ id, begin, action, isInAutofill = false, children }: Props) {
  const isScripted = useHydrated();
  const chosen = useRef<HTMLInputElement>(null);
  // A page that is rendered again has a new function for the same action, but needs no new challenge.
  const firstBegin = useRef(begin);
  useEffect(() => {
    if (!isInAutofill || !isScripted) return;
    const send = (answer: string) => {
      if (!chosen.current) return;
      chosen.current.value = answer;
      chosen.current.form?.requestSubmit();
      chosen.current.value = '';
    };
    const offering = import('./ceremony').then(({ offerInAutofill }) => offerInAutofill(firstBegin.current, send));
    return () => {
      offering.then((stop) => stop());
    };
  }, [isInAutofill, isScripted]);
  const withAnswer: FormAction = async (state, form) => {
    const { answer } = await import('./ceremony');
    if (!form.get('answer')) for (const [name, value] of Object.entries(await answer(begin))) form.set(name, value);
    return action(state, form);
  };
  return (
    // As high as the button, so that nothing moves when it appears.
    <div className="hidden min-h-11 scripted:block">
      {isScripted && (
        <ActionForm id={id} action={withAnswer}>
          {isInAutofill && <input ref={chosen} type="hidden" name="answer" />}
          {children}
        </ActionForm>
      )}
    </div>
  );
}
