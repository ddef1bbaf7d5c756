import { transaction } from '../db';
import { deleteChallenge, insertChallenge } from '../db/passkey-challenges';
import { now } from './adapters/clock';
import { digest, randomValue } from './adapters/random';

export const CHALLENGE_LIFE_MS = 5 * 60_000;

/** What a challenge is for, and who may answer it: a session, a sign-in that needs a code, or a browser. */
export type Asked = { purpose: 'add' | 'code' | 'sign-in'; of: string };

export async function issueChallenge(asked: Asked): Promise<string> {
  const challenge = randomValue();
  const row = { challengeHash: digest(challenge), boundTo: boundTo(asked), expiresAt: now() + CHALLENGE_LIFE_MS };
  await transaction((on) => insertChallenge(on, row));
  return challenge;
}

/** Uses a challenge up, whatever its answer is worth. A synced passkey's counter can't tell that it was replayed. */
export async function takeChallenge(challenge: string, asked: Asked): Promise<boolean> {
  const row = { challengeHash: digest(challenge), boundTo: boundTo(asked) };
  return (await transaction((on) => deleteChallenge(on, row, now()))) !== undefined;
}

const boundTo = ({ purpose, of }: Asked) => digest(`${purpose} ${of}`);
