'use client';

import { catchError, type ErrorInfo } from 'next/error';

type Texts = { sentence: string; again: string };

/** Replaces a part that threw in the browser. The server has its own page for what fails there. */
export const Failure = catchError(({ sentence, again }: Texts, { retry }: ErrorInfo) => (
  <div role="alert" className="alert alert-error alert-soft">
    <p>{sentence}</p>
    <button type="button" className="btn btn-sm" onClick={retry}>
      {again}
    </button>
  </div>
));
