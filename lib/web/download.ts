import { Readable } from 'node:stream';

/** Sends text as a file: as a stream if it comes in pieces. */
export function download(filename: string, text: string | AsyncIterable<string>): Response {
  return new Response(typeof text === 'string' ? text : toStream(text), {
    headers: {
      'Content-Type': filename.endsWith('.csv') ? 'text/csv; charset=utf-8; header=present' : 'application/json',
      'Content-Disposition': `attachment; filename="${filename}"`,
      'Cache-Control': 'no-store',
    },
  });
}

function toStream(text: AsyncIterable<string>): ReadableStream {
  return Readable.toWeb(Readable.from(text, { objectMode: false })) as ReadableStream;
}
