'use client';

import { useEffect, useRef } from 'react';
import { useForm } from '../../../ui/form/action-form';

/** Submits the form again after each step, until a step fails. */
export function Continue({ form, position }: { form: string; position: number }) {
  const { isPending } = useForm();
  const sent = useRef(0);
  useEffect(() => {
    if (isPending || sent.current === position) return;
    sent.current = position;
    (document.getElementById(form) as HTMLFormElement | null)?.requestSubmit();
  }, [form, position, isPending]);
  return null;
}
