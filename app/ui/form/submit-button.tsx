'use client';

import { useForm } from './action-form';

type Props = { id?: string; isSecondary?: boolean; children: React.ReactNode };

export function SubmitButton({ id, isSecondary = false, children }: Props) {
  const { isPending } = useForm();
  return (
    <button
      id={id}
      type="submit"
      disabled={isPending}
      className={`btn ${isSecondary ? '' : 'btn-primary'} relative overflow-hidden`}
    >
      {children}
      {isPending && <span aria-hidden className="waiting absolute bottom-0 left-0 h-1 w-2/5 bg-primary" />}
    </button>
  );
}
