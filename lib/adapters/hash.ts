import { createHmac } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { Piscina } from 'piscina';
import { bcryptCost } from '../settings';
import { Unavailable } from '../unavailable';

/** How a stored value begins that `hashPassword` made; plain bcrypt, from another system, begins with `$2`. */
const SCHEME = 'hmac-sha384:';

/** Tries that may wait at once: about ten seconds of work for each thread, where the pages leave it time. */
const MAX_QUEUE = 40 * availableParallelism();

const shared = globalThis as { portraitHashPool?: Piscina };

function pool(): Piscina {
  shared.portraitHashPool ??= new Piscina({
    filename: resolve('lib/adapters/bcrypt.mjs'),
    minThreads: 0,
    maxThreads: availableParallelism(),
    idleTimeout: 60_000,
    maxQueue: MAX_QUEUE,
    niceIncrement: process.platform === 'linux' ? 10 : 0, // whoever reads a page goes first; elsewhere it is no thread's own
  });
  return shared.portraitHashPool;
}

/**
 * What is stored of a password: its scheme, then bcrypt's text. bcrypt reads no more than 72 bytes, so it is given
 * a digest of the whole password in NFC (NIST SP 800-63B-4, section 3.1.1.2), 64 characters long. The key of the
 * digest is a label and no secret: it keeps hashes of other systems from fitting here, and cannot be lost.
 *
 * @throws Busy
 */
export async function hashPassword(password: string): Promise<string> {
  return SCHEME + (await run('make', { text: keyed(password), cost: bcryptCost() }));
}

/**
 * Whether a password is the one that was stored. Where it is not, a value that was made at a lower cost takes as long
 * as one of the cost of now, so that time does not tell it from `hashOfNobody`: each cost takes twice as long as the
 * one before.
 *
 * @throws Busy
 */
export async function verifyHash(password: string, stored: string): Promise<boolean> {
  const text = stored.startsWith(SCHEME) ? keyed(password) : password;
  const matches = await run('compare', { text, stored: stored.replace(SCHEME, '') });
  for (let cost = costOf(stored); !matches && cost < bcryptCost(); cost++)
    await run('compare', { text, stored: bcryptOfNobody(cost) });
  return matches;
}

/** Whether a stored value should be made anew when its password is next seen. */
export function needsRehash(stored: string): boolean {
  return !stored.startsWith(SCHEME) || costOf(stored) !== bcryptCost();
}

const costOf = (stored: string) => Number(stored.split('$')[2]);

/** A stored value that no password matches, as costly to check as any. */
export function dummyHash(): string {
  return SCHEME + bcryptOfNobody(bcryptCost());
}

const bcryptOfNobody = (cost: number) => `$2b$${String(cost).padStart(2, '0')}$${'.'.repeat(53)}`;

function keyed(password: string): string {
  return createHmac('sha384', 'portrait/password').update(password.normalize('NFC')).digest('base64');
}

async function run(name: 'make', task: { text: string; cost: number }): Promise<string>;
async function run(name: 'compare', task: { text: string; stored: string }): Promise<boolean>;
async function run(name: string, task: object): Promise<unknown> {
  try {
    return await pool().run(task, { name });
  } catch (error) {
    if ((error as Error).message === 'Task queue is at limit') throw new Unavailable();
    throw error;
  }
}
