import { hasUsers } from '../../db/users';

export async function GET(): Promise<Response> {
  try {
    await hasUsers();
    return new Response('ok');
  } catch {
    return new Response('the database does not answer', { status: 503 });
  }
}
