import { createHmac } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { Piscina } from 'piscina';
import { bcryptCost } from '../settings';
import { Unavailable } from '../unavailable';

const SCHEME = 'hmac-sha384:';

/** About ten seconds of work for each thread. */
const MAX_QUEUE = 40 * availableParallelism();

/**
 * How much is added to the nice value of a hashing thread, so that pages go first. At 10, such a thread could wait for a
 * core for 100 ms while it held a lock of V8 that the event loop needed.
 */
const NICE_INCREMENT = 5;

const shared = globalThis as { portraitHashPool?: Piscina };

function pool(): Piscina {
  shared.portraitHashPool ??= new Piscina({
    filename: resolve('lib/adapters/bcrypt.mjs'),
    minThreads: 0,
    maxThreads: availableParallelism(),
    idleTimeout: 60_000,
    maxQueue: MAX_QUEUE,
    niceIncrement: process.platform === 'linux' ? NICE_INCREMENT : 0, // other systems have no priorities per thread
  });
  return shared.portraitHashPool;
}

/**
 * bcrypt reads at most 72 bytes, so it gets a digest of the whole password in NFC (NIST SP 800-63B-4, section 3.1.1.2),
 * 64 characters long. The digest's key is a label, not a secret: it keeps other systems' hashes from fitting here, and
 * can't be lost.
 * @throws Unavailable
 */
export async function hashPassword(password: string): Promise<string> {
  return SCHEME + (await run('make', { text: keyed(password), cost: bcryptCost() }));
}

/** The lowest cost that bcrypt has. */
const ONE_TIME_COST = 4;

/** A one-time password has too many random bits to guess, so it needs no slow hash. The first login replaces it. */
export async function hashOneTimePassword(password: string): Promise<string> {
  return SCHEME + (await run('make', { text: keyed(password), cost: ONE_TIME_COST }));
}

/** Of the hashes that this process has verified: some may be from before `BCRYPT_COST` was lowered. */
let highestCost = 0;

/**
 * Verifying a wrong password takes as long for a hash of a lower cost as for one of the highest, so timing doesn't
 * distinguish it from `dummyHash`: each cost takes twice as long as the one before.
 * @throws Unavailable
 */
export async function verifyHash(password: string, stored: string): Promise<boolean> {
  highestCost = Math.max(highestCost, bcryptCost(), costOf(stored));
  const text = stored.startsWith(SCHEME) ? keyed(password) : password;
  const matches = await run('compare', { text, stored: stored.replace(SCHEME, '') });
  for (let cost = costOf(stored); !matches && cost < highestCost; cost++)
    await run('compare', { text, stored: dummyBcrypt(cost) });
  return matches;
}

export function needsRehash(stored: string): boolean {
  return !stored.startsWith(SCHEME) || costOf(stored) !== bcryptCost();
}

const costOf = (stored: string) => Number(stored.split('$')[2]);

/** A hash that no password matches. */
export function dummyHash(): string {
  return SCHEME + dummyBcrypt(bcryptCost());
}

const dummyBcrypt = (cost: number) => `$2b$${String(cost).padStart(2, '0')}$${'.'.repeat(53)}`;

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
