'use client';

import { useRouter } from 'next/navigation';
import { useId, useLayoutEffect, useRef } from 'react';
import { focusIfInView } from './form/focus';
import { Icon } from './svg-icon';

type Props = { title: string; close: string; children: React.ReactNode };

/** A page shown over another one, at its own address. Closing it goes back. */
export function Dialog({ title, close, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const router = useRouter();
  const id = useId();
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    focusIfInView(element?.querySelector<HTMLElement>('form input:not([hidden])'));
    return () => element?.close(); // returns the focus after the browser's Back
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby={id} onClose={() => dialog.current && router.back()} className="modal">
      <div className="modal-box max-w-xl p-6 border border-line">
        <div className="mb-4 flex items-center justify-between gap-4">
          <h2
            id={id}
            className="wrap-anywhere min-w-0 font-semibold text-[min(1.25rem,7vw)]/snug tracking-tight max-[23rem]:text-lg"
          >
            {title}
          </h2>
          <button
            type="button"
            aria-label={close}
            onClick={() => dialog.current?.close()}
            className="btn btn-ghost btn-square btn-sm"
          >
            <Icon shape="close" />
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
