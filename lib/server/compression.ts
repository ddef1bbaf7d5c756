import type { IncomingMessage } from 'node:http';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import Negotiator from 'negotiator';

/** A shorter text fits into one packet anyway. */
export const COMPRESS_MIN_BYTES = 1024;

const ENCODINGS = {
  br: (text: Buffer) =>
    brotliCompressSync(text, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_SIZE_HINT]: text.length },
    }),
  gzip: (text: Buffer) => gzipSync(text),
};

export type Encoding = keyof typeof ENCODINGS;

/** The first of our encodings that the browser accepts. */
export function encodingFor(request: IncomingMessage): Encoding | undefined {
  const accepted = new Negotiator(request).encodings(Object.keys(ENCODINGS));
  return (Object.keys(ENCODINGS) as Encoding[]).find((name) => accepted.includes(name));
}

/** In one go: 0.4 ms of processor time a page. As a stream it costs 1.2 ms, most of it for changing threads. */
export function compress(text: Buffer, encoding: Encoding): Buffer {
  return ENCODINGS[encoding](text);
}
