'use client';

import { useForm } from './action-form';

/** Sends the form around it; cannot be pressed again while that is under way. */
export function SubmitButton({ children }: { children: React.ReactNode }) {
  const { isPending } = useForm();
  return (
    <button type="submit" disabled={isPending} className="btn btn-primary">
      {isPending && <span aria-hidden className="loading loading-spinner loading-sm" />}
      {children}
    </button>
  );
}
