import { Readable } from 'node:stream';

/** Streams text as a file. */
export function download(filename: string, text: AsyncIterable<string>): Response {
  return new Response(Readable.toWeb(Readable.from(text, { objectMode: false })) as ReadableStream, {
    headers: {
      'Content-Type': filename.endsWith('.csv') ? 'text/csv; charset=utf-8; header=present' : 'application/json',
      'Content-Disposition': `attachment; filename="${filename}"`,
      'Cache-Control': 'no-store',
    },
  });
}
