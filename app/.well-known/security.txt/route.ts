import { now } from '../../../lib/adapters/clock';
import { supportContact } from '../../../lib/settings';

const LIFE_MS = 90 * 86_400_000;

/** Whom to tell of a vulnerability of this installation (RFC 9116). */
export function GET(): Response {
  const contact = supportContact();
  if (!contact) return new Response(null, { status: 404 });
  return new Response(`Contact: ${contact.href}\nExpires: ${new Date(now() + LIFE_MS).toISOString()}\n`);
}
