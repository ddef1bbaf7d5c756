import { generateKeyPair, type JsonWebKey } from 'node:crypto';
import { promisify } from 'node:util';
import { type Database, transaction } from '../../db';
import { insertSigningKey, listSigningKeys, retireSigningKeys, type SigningKey } from '../../db/signing-keys';
import { now } from '../adapters/clock';
import { log } from '../adapters/log';
import { randomId } from '../adapters/random';
import { decrypt, encrypt } from '../encryption';

const generate = promisify(generateKeyPair);

const MAKERS: Record<string, () => Promise<JsonWebKey>> = {
  RS256: async () => (await generate('rsa', { modulusLength: 2048 })).privateKey.export({ format: 'jwk' }),
  ES256: async () => (await generate('ec', { namedCurve: 'P-256' })).privateKey.export({ format: 'jwk' }),
};

/** How long a retired key is published: longer than any ID token that it has signed is of use. */
export const RETIRED_KEY_LIFE_MS = 30 * 86_400_000;

/** Private keys, the newest first. They are made at first use. */
export async function loadSigningKeys(): Promise<JsonWebKey[]> {
  const rows = await listSigningKeys();
  const made = rows.some(({ retiredAt }) => retiredAt === null) ? rows : await makeSigningKeys();
  const isLost = (row: SigningKey) => decrypted(row) === undefined;
  if (made.some((row) => row.retiredAt === null && isLost(row)))
    log.error("AUTH_SECRET can't decrypt the signing keys of applications: npm run app -- rotate-keys makes new ones.");
  return made.map(decrypted).filter((key) => key !== undefined);
}

async function makeSigningKeys(): Promise<SigningKey[]> {
  const [first, ...rest] = await newKeys();
  await transaction(
    (on) => insertSigningKey(on, first as SigningKey),
    (on) => rest.map((key) => insertSigningKey(on, key)),
  );
  return listSigningKeys();
}

/** New tokens are signed with new keys at once, in every process. */
export async function rotateSigningKeys(): Promise<void> {
  const keys = await newKeys();
  const insert = (on: Database) => keys.map((key) => insertSigningKey(on, key));
  const rotated = await transaction((on) => retireSigningKeys(on, now()), insert);
  if (!rotated) await makeSigningKeys();
}

async function newKeys(): Promise<SigningKey[]> {
  return Promise.all(
    Object.entries(MAKERS).map(async ([algorithm, make]) => {
      const id = randomId();
      const jwk = { ...(await make()), kid: id, alg: algorithm, use: 'sig' };
      return {
        id,
        algorithm,
        jwk: encrypt(JSON.stringify(jwk), signingKeyOwner(id)),
        createdAt: now(),
        retiredAt: null,
      };
    }),
  );
}

function decrypted({ id, jwk }: SigningKey): JsonWebKey | undefined {
  const text = decrypt(jwk, signingKeyOwner(id));
  return text === undefined ? undefined : JSON.parse(text);
}

export const signingKeyOwner = (id: string) => `signing key ${id}`;
