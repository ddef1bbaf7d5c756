import { hasUsers } from '../../db/users';

export const dynamic = 'force-dynamic';

/** Whether this server can do its work: 200 when the database answers, else 503. */
export async function GET(): Promise<Response> {
  try {
    await hasUsers();
    return new Response('ok');
  } catch {
    return new Response('the database does not answer', { status: 503 });
  }
}
