import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { Session } from '../../db/sessions';
import type { User } from '../../db/users';
import { addPasskey, beginPasskey } from '../../lib/passkeys';
import { CLIENT, createSession } from './people';

/** How an authenticator's response differs from a valid one. */
type Faults = {
  origin?: string;
  rpId?: string;
  isVerified?: boolean;
  counter?: number;
  userHandle?: string;
  isCrossOrigin?: boolean;
  format?: string;
};

type Attested = { isSynced?: boolean; idLength?: number };

const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest();

/** An authenticator in software with one ES256 key, which answers as a browser does (WebAuthn, sections 6 and 7). */
export function createAuthenticator({ isSynced = true, idLength = 16 }: Attested = {}) {
  const id = randomBytes(idLength);
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  let handle = '';

  const clientData = (type: string, challenge: string, { origin = 'http://localhost:3000', isCrossOrigin }: Faults) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: isCrossOrigin ?? false }));

  const authenticatorData = (faults: Faults, attested = Buffer.alloc(0)) => {
    const { rpId = 'localhost', isVerified = true, counter = 0 } = faults;
    const flags = 1 | (isVerified ? 4 : 0) | (isSynced ? 8 + 16 : 0) | (attested.length > 0 ? 64 : 0);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), count, attested]);
  };

  const answer = (response: Record<string, Buffer | string[]>) =>
    JSON.stringify({
      id: id.toString('base64url'),
      rawId: id.toString('base64url'),
      type: 'public-key',
      clientExtensionResults: {},
      response: Object.fromEntries(
        Object.entries(response).map(([name, value]) => [
          name,
          Buffer.isBuffer(value) ? value.toString('base64url') : value,
        ]),
      ),
    });

  return {
    credentialId: id.toString('base64url'),
    create({ challenge, user }: PublicKeyCredentialCreationOptionsJSON, faults: Faults = {}): string {
      handle = user.id;
      const { x, y } = publicKey.export({ format: 'jwk' });
      const coseKey = cbor([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x as string, 'base64url')],
        [-3, Buffer.from(y as string, 'base64url')],
      ]);
      const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([id.length >> 8, id.length & 255]), id, coseKey]);
      const attestationObject = cbor([
        ['fmt', faults.format ?? 'none'],
        ['attStmt', []],
        ['authData', authenticatorData(faults, attested)],
      ]);
      const clientDataJSON = clientData('webauthn.create', challenge, faults);
      return answer({ clientDataJSON, attestationObject, transports: ['internal', 'hybrid', 'a,b'] });
    },
    get({ challenge }: PublicKeyCredentialRequestOptionsJSON, faults: Faults = {}): string {
      const clientDataJSON = clientData('webauthn.get', challenge, faults);
      const data = authenticatorData(faults);
      const signature = sign('sha256', Buffer.concat([data, sha256(clientDataJSON)]), privateKey);
      const userHandle = Buffer.from(faults.userHandle ?? handle, 'base64url');
      return answer({ clientDataJSON, authenticatorData: data, signature, userHandle });
    },
  };
}

type Cbor = number | string | Buffer | [Cbor, Cbor][];

/** Encodes a key or an attestation in CBOR (RFC 8949). Maps are passed as arrays of entries. */
function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string') return Buffer.concat([head(3, value.length), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  return Buffer.concat([head(5, value.length), ...value.flat().map(cbor)]);
}

function head(major: number, argument: number): Buffer {
  if (argument < 24) return Buffer.from([(major << 5) | argument]);
  if (argument < 256) return Buffer.from([(major << 5) | 24, argument]);
  return Buffer.from([(major << 5) | 25, argument >> 8, argument & 255]);
}

/** Adds a passkey to a user. @returns its authenticator, and the session that added it */
export async function addPasskeyOf(user: User, attested?: Attested) {
  return addPasskeyWithin(await createSession(user), attested);
}

export async function addPasskeyWithin(session: Session, attested?: Attested) {
  const authenticator = createAuthenticator(attested);
  const answer = authenticator.create(await beginPasskey(session, 'Portrait'));
  const added = await addPasskey(session, { answer, name: 'Test key' }, CLIENT);
  if (!added.ok) throw new Error(added.error);
  return { authenticator, session, ...added };
}
