import { transaction } from '../db';
import type { Client } from './client';
import { countLink } from './link-limits';
import { queueMail } from './mail';
import type { Outcome } from './outcome';
import { parseUsername, usernameKey } from './username';

/**
 * Queues a link that sets a new password. The user isn't looked up here but when the mail is sent, so a request for a
 * user who exists and one for a user who doesn't do the same work.
 */
export async function requestReset(typed: { username: string }, client: Client): Promise<Outcome> {
  const parsed = parseUsername(typed.username);
  if (!parsed.ok) return parsed;
  const refusal = await countLink(usernameKey(parsed.username), client);
  if (refusal) return refusal;
  await transaction((on) => queueMail(on, { type: 'reset', userId: null, recipient: parsed.username, client }));
  return { ok: true };
}
