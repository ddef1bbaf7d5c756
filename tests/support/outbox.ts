import { db, transaction } from '../../db';
import { queueMail } from '../../lib/mail';
import { CLIENT, createPerson } from './people';

export const waitingMail = () => db().query.outbox.findMany();

/** Queues a mail for Alice, by default to her username. @returns her username */
export async function queueOne(recipient?: string): Promise<string> {
  const { id, username } = await createPerson('alice');
  await transaction((on) => queueMail(on, { type: 'password-changed', userId: id, client: CLIENT, recipient }));
  return username;
}
