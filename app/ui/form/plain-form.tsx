'use client';

import type { ComponentProps } from 'react';
import { type PlainAction, usePlainForm } from './use-plain-form';

type Props = Omit<ComponentProps<'form'>, 'action'> & { action: PlainAction };

/** A form that works as plain HTML, and whose action only fails if something goes wrong. */
export function PlainForm({ action, children, ...form }: Props) {
  const [alert, handlers] = usePlainForm(action);
  return (
    <form {...form} action={action} {...handlers}>
      {alert}
      {children}
    </form>
  );
}
