import { notFound } from 'next/navigation';
import { csv } from '../../../../../lib/adapters/csv';
import { isConfirmed } from '../../../../../lib/confirm';
import { viewAllShownPasswords } from '../../../../../lib/people/shown-password';
import { download } from '../../../../../lib/web/download';
import { redirectToConfirm } from '../../../../../lib/web/redirects';
import { requireAdministrator } from '../../../../../lib/web/session';

export async function GET(): Promise<Response> {
  notFound();
}

/** A POST, because the passwords are handed out only once. */
export async function POST(): Promise<Response> {
  const session = await requireAdministrator('/people');
  if (!session) notFound();
  if (!isConfirmed(session)) redirectToConfirm('/people');
  const passwords = await viewAllShownPasswords(session);
  return download('portrait-one-time-passwords.csv', csv([['username', 'one-time password'], ...passwords]));
}
