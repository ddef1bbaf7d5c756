import { hasUsers } from '../db/users';
import type { Outcome } from './outcome';
import { createUser, randomPassword } from './users';

export async function createFirstAdministrator(
  username: string,
  password: string = randomPassword(),
): Promise<Outcome<{ password: string }> | undefined> {
  if (await hasUsers()) return undefined;
  const created = await createUser({ username, company: 'Example', role: 'Administrator', password });
  if (created.ok) return { ok: true, password };
  return (await hasUsers()) ? undefined : created;
}
