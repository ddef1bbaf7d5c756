import { notFound } from 'next/navigation';
import { csv } from '../../../../../lib/adapters/csv';
import { viewAllShownPasswords } from '../../../../../lib/people/shown-password';
import { requireAdministrator } from '../../../../../lib/web/session';

export async function GET(): Promise<Response> {
  notFound();
}

/** A POST, because the passwords are handed out only once. */
export async function POST(): Promise<Response> {
  const session = await requireAdministrator('/people');
  if (!session) notFound();
  const passwords = await viewAllShownPasswords(session);
  return new Response(csv([['username', 'one-time password'], ...passwords]), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8; header=present',
      'Content-Disposition': 'attachment; filename="portrait-one-time-passwords.csv"',
      'Cache-Control': 'no-store',
    },
  });
}
