import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';

/** What a browser answers to a challenge, in the form of `PublicKeyCredential.toJSON()`. Nothing in it is verified. */
export type Answer = {
  challenge: string;
  credentialId: string;
  userHandle?: string;
  json: object;
};

/** EdDSA, ES256, RS256: registry of COSE algorithms, IANA. */
export const ALGORITHMS = [-8, -7, -257];

/** In bytes: WebAuthn, section 7.1, step 25. PostgreSQL can't index much more. */
const CREDENTIAL_ID_MAX_LENGTH = 1023;

export type KeyOfPasskey = { credentialId: string; publicKey: string; counter: number };
export type NewKey = KeyOfPasskey & { transports: string; isSynced: boolean };

/** Where an answer must come from (WebAuthn, section 4). */
export type RelyingParty = { rpId: string; origins: string[] };

/** @returns undefined for anything that no browser sends from a page of its own */
export function parseAnswer(text: string): Answer | undefined {
  try {
    const json = JSON.parse(text);
    const { challenge, crossOrigin } = JSON.parse(Buffer.from(json.response.clientDataJSON, 'base64url').toString());
    const { id, response } = json;
    if (typeof challenge !== 'string' || typeof id !== 'string' || crossOrigin === true) return undefined;
    return { challenge, credentialId: id, userHandle: response.userHandle ?? undefined, json };
  } catch {
    return undefined;
  }
}

/** User verification is required, so a passkey counts as two factors. */
export async function verifyNewKey(
  { challenge, json }: Answer,
  { rpId, origins }: RelyingParty,
): Promise<NewKey | undefined> {
  const response = json as RegistrationResponseJSON;
  try {
    const { verifyRegistrationResponse } = await library();
    if (!(await isUnattested(response))) return undefined;
    const { registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: origins,
      expectedRPID: rpId,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (!registrationInfo) return undefined;
    const { credential, credentialBackedUp } = registrationInfo;
    if (Buffer.from(credential.id, 'base64url').length > CREDENTIAL_ID_MAX_LENGTH) return undefined;
    return {
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey).toString('base64url'),
      counter: credential.counter,
      transports: (credential.transports ?? []).filter(isTransport).join(),
      isSynced: credentialBackedUp,
    };
  } catch {
    return undefined;
  }
}

/** @returns what to store of the use */
export async function verifyUse(
  { challenge, json }: Answer,
  { rpId, origins }: RelyingParty,
  key: KeyOfPasskey,
): Promise<{ counter: number; isSynced: boolean } | undefined> {
  try {
    const { verifyAuthenticationResponse } = await library();
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: json as AuthenticationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: origins,
      expectedRPID: rpId,
      requireUserVerification: true,
      credential: {
        id: key.credentialId,
        publicKey: new Uint8Array(Buffer.from(key.publicKey, 'base64url')),
        counter: key.counter,
      },
    });
    if (!verified) return undefined;
    return { counter: authenticationInfo.newCounter, isSynced: authenticationInfo.credentialBackedUp };
  } catch {
    return undefined;
  }
}

/** Loaded on use: it takes 30 MB. */
const library = () => import('@simplewebauthn/server');

/**
 * We ask for no attestation. The library would verify one, with certificates of the sender's choice, and fetch their
 * revocation lists from addresses of the sender's choice.
 */
async function isUnattested({ response }: RegistrationResponseJSON): Promise<boolean> {
  const { decodeAttestationObject } = await import('@simplewebauthn/server/helpers');
  const decoded = decodeAttestationObject(new Uint8Array(Buffer.from(response.attestationObject, 'base64url')));
  const format = decoded.get('fmt');
  return format === 'none' || (format === 'packed' && !decoded.get('attStmt').get('x5c'));
}

const isTransport = (word: unknown) => typeof word === 'string' && /^[a-z-]{1,20}$/.test(word);
