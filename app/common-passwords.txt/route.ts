import { commonPasswords } from '../../lib/adapters/common-passwords';
import { passwordMinLength } from '../../lib/settings';

export async function GET(): Promise<Response> {
  const list = await commonPasswords(passwordMinLength());
  return new Response(list.join('\n'), {
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'public, max-age=86400' },
  });
}
