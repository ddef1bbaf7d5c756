import { transaction } from '../db';
import { deleteChallenge, insertChallenge } from '../db/passkey-challenges';
import type { Limit } from '../db/rate-limits';
import { now } from './adapters/clock';
import { digest, randomValue } from './adapters/random';
import { networkPrefix } from './address';
import type { Client } from './client';
import { count } from './rate-limit';

export const CHALLENGE_LIFE_MS = 5 * 60_000;

/** What a challenge is for, and who may answer it: a session, a sign-in that needs a code, or a browser. */
export type Asked = { purpose: 'add' | 'code' | 'sign-in'; of: string };

/** Bounds the rows that people without an account can make. An office that logs in at nine shares an address. */
const ADDRESS: Limit = { free: 1000, firstWait: 30_000, longestWait: 30_000, forgetAfter: 3_600_000, isShared: true };

export async function issueChallenge(asked: Asked): Promise<string> {
  const { challenge, row } = newChallenge(asked);
  await transaction((on) => insertChallenge(on, row));
  return challenge;
}

/** For someone who hasn't logged in. @returns undefined if too many were asked for from this address */
export async function issueLimitedChallenge(asked: Asked, { address }: Client): Promise<string | undefined> {
  const { challenge, row } = newChallenge(asked);
  const key = digest(`passkey challenges ${networkPrefix(address)}`);
  const counted = await count({ key, limit: ADDRESS }, (on) => [insertChallenge(on, row)]);
  return counted && challenge;
}

function newChallenge(asked: Asked) {
  const challenge = randomValue();
  const row = { challengeHash: digest(challenge), boundTo: boundTo(asked), expiresAt: now() + CHALLENGE_LIFE_MS };
  return { challenge, row };
}

/** Uses a challenge up, whatever its answer is worth. A synced passkey's counter can't tell that it was replayed. */
export async function takeChallenge(challenge: string, asked: Asked): Promise<boolean> {
  const row = { challengeHash: digest(challenge), boundTo: boundTo(asked) };
  return (await transaction((on) => deleteChallenge(on, row, now()))) !== undefined;
}

const boundTo = ({ purpose, of }: Asked) => digest(`${purpose} ${of}`);
