'use client';

import { useHydrated } from '../use-hydrated';
import { useForm } from './action-form';

type Props = { id?: string; look?: 'btn-primary' | 'btn-error btn-outline' | ''; children: React.ReactNode };

export function SubmitButton({ id, look = 'btn-primary', children }: Props) {
  const { isPending, refusal, secondsLeft } = useForm();
  const isWaiting = useHydrated() && secondsLeft > 0; // without JavaScript it could never be enabled again
  const time = `${Math.floor(secondsLeft / 60)}:${String(secondsLeft % 60).padStart(2, '0')}`;
  return (
    <button
      id={id}
      type="submit"
      disabled={isPending || isWaiting}
      className={`btn tabular-nums ${look} ${isWaiting ? 'disabled:text-base-content' : ''}`}
    >
      {isWaiting ? refusal?.tryAgainIn?.replace('{time}', time) : children}
    </button>
  );
}
