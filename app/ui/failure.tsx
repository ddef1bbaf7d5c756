'use client';

import { catchError, type ErrorInfo } from 'next/error';

type Texts = { sentence: string; again: string };

/** Stands in for what failed in the browser; a page that fails on the server is answered there. */
export const Failure = catchError(({ sentence, again }: Texts, { retry }: ErrorInfo) => (
  <div role="alert" className="alert alert-error alert-soft">
    <p>{sentence}</p>
    <button type="button" className="btn btn-sm" onClick={retry}>
      {again}
    </button>
  </div>
));
