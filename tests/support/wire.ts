import { connect } from 'node:net';

export type Heard = { status: number; head: string; body: string };

/** Sends bytes over a new connection, and returns everything until the other side closes it. */
export async function sendRaw(url: string, ...bytes: (string | Uint8Array)[]): Promise<Heard> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const heard: Buffer[] = [];
  socket.on('data', (chunk) => heard.push(chunk));
  for (const some of bytes) socket.write(typeof some === 'string' ? Buffer.from(some, 'latin1') : some);
  await new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
    socket.once('error', () => socket.destroy()); // what has been received counts
  });
  const [head = '', ...rest] = Buffer.concat(heard).toString().split('\r\n\r\n');
  return { status: Number(head.split(' ')[1]), head, body: rest.join('\r\n\r\n') };
}

/** A complete HTTP/1.1 request with a host and `Connection: close`, and a length if it has a body. */
export function message(first: string, headers: Record<string, string | undefined> = {}, body?: string | Uint8Array) {
  const length = body === undefined ? undefined : String(Buffer.byteLength(body));
  const all = { host: 'localhost', connection: 'close', 'content-length': length, ...headers };
  const lines = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
  return [`${[`${first} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`, body ?? ''];
}
