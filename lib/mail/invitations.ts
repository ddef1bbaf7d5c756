import { listUndelivered } from '../../db/outbox';

/** The state of each unsent invitation, by user id. */
export async function listInvitations(): Promise<Map<string, string>> {
  const undelivered = await listUndelivered('invitation');
  return new Map(
    undelivered.map(({ userId, failedAt, lastError }) => {
      const state = failedAt === null ? 'invitation waiting' : 'invitation failed';
      return [userId as string, lastError === null ? state : `${state}: ${lastError.split('\n')[0]}`];
    }),
  );
}
