'use client';

import { useForm } from './action-form';

export function SubmitButton({ children }: { children: React.ReactNode }) {
  const { isPending } = useForm();
  return (
    <button type="submit" disabled={isPending} className="btn btn-primary relative overflow-hidden">
      {children}
      {isPending && <span aria-hidden className="waiting absolute bottom-0 left-0 h-1 w-2/5 bg-primary" />}
    </button>
  );
}
