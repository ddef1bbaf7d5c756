import { IncomingMessage, type ServerResponse } from 'node:http';

/** How much of all bodies together a process keeps in memory, and how much of one it reads only to be polite. */
export type BodyLimits = { maxHeldBytes: number; maxDrainBytes: number };

/** Bytes of bodies that this process keeps at this moment. */
let held = 0;

/**
 * Reads the body of a request until it is answered, counting as it comes. One that is refused is read on, up to
 * `drainBytes`, and forgotten: a browser shows no answer that cuts its upload short.
 *
 * @returns the body; 413 where it is longer than `mostBytes`; 503 where others fill the memory
 * @throws where the request ends before its body does
 */
export async function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  mostBytes: number,
  { maxHeldBytes, maxDrainBytes }: BodyLimits,
): Promise<Buffer | 413 | 503> {
  const chunks: Buffer[] = [];
  let [size, mine] = [0, 0];
  let refused: 413 | 503 | undefined;
  const forget = () => {
    held -= mine;
    mine = 0;
    chunks.length = 0;
  };
  response.once('close', forget);
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) refused ??= 413;
    else if (held + chunk.length > maxHeldBytes) refused ??= 503;
    if (size > maxDrainBytes) break;
    if (refused) forget();
    else {
      chunks.push(chunk);
      mine += chunk.length;
      held += chunk.length;
    }
  }
  return refused ?? Buffer.concat(chunks);
}

/** A request once more, to be read from memory. */
export function withBody(request: IncomingMessage, body: Buffer): IncomingMessage {
  return again(request, body, { 'content-length': String(body.length) });
}

/** The request for the page that a form was sent from. */
export function withoutBody(request: IncomingMessage): IncomingMessage {
  const page = again(request, Buffer.alloc(0), { 'content-length': undefined, 'content-type': undefined });
  page.method = 'GET';
  return page;
}

function again(request: IncomingMessage, body: Buffer, headers: Record<string, string | undefined>): IncomingMessage {
  const { method, url, httpVersion, httpVersionMajor, httpVersionMinor } = request;
  const copy = new IncomingMessage(request.socket);
  Object.assign(copy, { method, url, httpVersion, httpVersionMajor, httpVersionMinor, complete: true });
  copy.headers = { ...request.headers, ...headers, 'transfer-encoding': undefined };
  for (const name of Object.keys(copy.headers)) if (copy.headers[name] === undefined) delete copy.headers[name];
  copy._destroy = (_, done) => done(); // whoever has read enough of it does not end the connection
  copy.push(body);
  copy.push(null);
  return copy;
}
