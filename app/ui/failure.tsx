'use client';

import { catchError, type ErrorInfo } from 'next/error';

type Texts = { sentence: string; again: string };

export const Failure = catchError(({ sentence, again }: Texts, { retry }: ErrorInfo) => (
  <div role="alert" className="alert alert-error alert-soft">
    <p>{sentence}</p>
    <button type="button" className="btn btn-sm" onClick={retry}>
      {again}
    </button>
  </div>
));
