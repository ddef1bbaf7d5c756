'use client';

import { catchError, type ErrorInfo } from 'next/error';

type Texts = { sentence: string; again: string; support: React.ReactNode };

export const Failure = catchError(({ sentence, again, support }: Texts, { retry }: ErrorInfo) => (
  <div role="alert" className="alert alert-error alert-soft">
    <div>
      <p>{sentence}</p>
      {support}
    </div>
    <button type="button" className="btn btn-sm" onClick={retry}>
      {again}
    </button>
  </div>
));
