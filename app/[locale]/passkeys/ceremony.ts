/** Loaded on use. What WebAuthn calls a ceremony: a browser answers a challenge with a new passkey or an existing one. */
export type Challenge =
  | { create: PublicKeyCredentialCreationOptionsJSON; get?: undefined }
  | { get: PublicKeyCredentialRequestOptionsJSON; create?: undefined };

/** Why the server gives none. */
export type NoChallenge = { fault: 'busy' };

/** Entries of the form that is sent: the answer, or why there is none. */
type Reply = { answer: string } | { fault: string };

const FAULTS: Record<string, string> = {
  NotAllowedError: 'cancelled',
  AbortError: 'cancelled',
  InvalidStateError: 'alreadyAdded',
  SecurityError: 'wrongHost',
  NotSupportedError: 'unsupported',
  ConstraintError: 'unsupported',
};

/** A browser handles one request at a time: the button's stops the autofill's. */
let autofill = new AbortController();

export async function answer(begin: () => Promise<Challenge | NoChallenge>): Promise<Reply> {
  autofill.abort();
  if (!('PublicKeyCredential' in window && 'parseCreationOptionsFromJSON' in PublicKeyCredential))
    return { fault: 'unsupported' };
  const challenge = await begin();
  if ('fault' in challenge) return challenge;
  try {
    return { answer: JSON.stringify(await credentialFor(challenge)) };
  } catch (error) {
    return { fault: FAULTS[(error as Error).name] ?? 'failed' };
  }
}

function credentialFor({ create, get }: Challenge, options?: CredentialRequestOptions): Promise<Credential | null> {
  return create
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(create) })
    : navigator.credentials.get({ ...options, publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(get) });
}

/** A challenge is good for five minutes. */
const RENEW_AFTER_MS = 4 * 60_000;

/**
 * Offers passkeys among the suggestions of the username field ("conditional mediation").
 * @param send called with the answer, if one is chosen
 * @returns how to stop
 */
export function offerInAutofill(
  begin: () => Promise<Challenge | NoChallenge>,
  send: (answer: string) => void,
): () => void {
  const field = document.querySelector<HTMLInputElement>('[autocomplete~=webauthn]');
  let offeredAt = 0;
  const offer = async () => {
    if (Date.now() - offeredAt < RENEW_AFTER_MS) return;
    offeredAt = Date.now();
    autofill.abort();
    autofill = new AbortController();
    const { signal } = autofill;
    try {
      if (!(await window.PublicKeyCredential?.isConditionalMediationAvailable?.())) return;
      const challenge = signal.aborted ? undefined : await begin();
      if (!challenge || 'fault' in challenge || signal.aborted) return;
      const chosen = await credentialFor(challenge, { mediation: 'conditional', signal });
      if (chosen) send(JSON.stringify(chosen));
    } catch {} // stopped, or the browser offers none: the button says why
  };
  field?.addEventListener('focus', offer);
  offer();
  return () => {
    field?.removeEventListener('focus', offer);
    autofill.abort();
  };
}
