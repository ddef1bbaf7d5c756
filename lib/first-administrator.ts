import { hasUsers } from '../db/users';
import type { Outcome } from './outcome';
import { BY_COMMAND_LINE } from './people/act';
import { createUser, randomPassword } from './people/create';

export async function createFirstAdministrator(
  username: string,
  password: string = randomPassword(),
): Promise<Outcome<{ password: string }> | undefined> {
  if (await hasUsers()) return undefined;
  const account = { username, company: 'Example', role: 'Administrator', administrator: true, password };
  const created = await createUser(account, BY_COMMAND_LINE);
  if (created.ok) return { ok: true, password };
  return (await hasUsers()) ? undefined : created;
}
