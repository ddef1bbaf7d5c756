import { mostCommonPasswords } from '../../lib/adapters/common-passwords';

/** So many are 38 KB on their way; the server knows five times as many, and has the last word. */
const COUNT = 10_000;

/** The passwords that people choose most, one a line, for a browser in which a new one is being typed. */
export async function GET(): Promise<Response> {
  const list = await mostCommonPasswords(COUNT);
  return new Response(list.join('\n'), {
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'public, max-age=86400' },
  });
}
