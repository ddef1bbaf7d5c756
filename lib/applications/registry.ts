import { transaction } from '../../db';
import { deleteApplication, findApplication, insertApplication, updateApplication } from '../../db/applications';
import { now } from '../adapters/clock';
import { digest, randomId, randomValue } from '../adapters/random';
import { isLoopback } from '../address';
import { isVisibleName, NAME_MAX_LENGTH } from '../visible-name';

/** The message is one sentence for the command line, which alone registers applications. */
class ApplicationError extends Error {}

const unknown = (id: string) => new ApplicationError(`There is no application ${id}.`);

export type NewApplication = {
  name: string;
  redirectUris: string[];
  postLogoutUris?: string[];
  backchannelUri?: string;
  isPublic?: boolean;
  requiresPkce?: boolean;
};

/** @returns the secret, of which only the hash is stored; none for a public application @throws ApplicationError */
export async function registerApplication(application: NewApplication): Promise<{ id: string; secret?: string }> {
  const {
    redirectUris,
    postLogoutUris = [],
    backchannelUri = null,
    isPublic = false,
    requiresPkce = true,
  } = application;
  const name = application.name.trim();
  if (!isVisibleName(name)) throw new ApplicationError(`--name must have 1 to ${NAME_MAX_LENGTH} visible characters.`);
  if (redirectUris.length === 0) throw new ApplicationError('add needs at least one --redirect.');
  const unfit = [...redirectUris, ...postLogoutUris].find((uri) => !isRedirectUri(uri));
  if (unfit !== undefined)
    throw new ApplicationError(`${unfit} can't be used: it must be https, or http to localhost, without user, # or *.`);
  if (backchannelUri !== null && !isWebUri(backchannelUri))
    throw new ApplicationError(`--backchannel must be an https or http address, not ${backchannelUri}.`);
  if (isPublic && !requiresPkce) throw new ApplicationError('A public application needs PKCE.');
  const secret = isPublic ? undefined : randomValue();
  const row = { name, redirectUris, postLogoutUris, backchannelUri, requiresPkce, createdAt: now() };
  const id = randomId();
  await transaction((on) => insertApplication(on, { ...row, id, secretHash: secret ? digest(secret) : null }));
  return { id, secret };
}

/** The former secret stops working at once. @throws ApplicationError */
export async function rotateApplicationSecret(id: string): Promise<{ name: string; secret: string }> {
  const application = await findApplication(id);
  if (!application) throw unknown(id);
  if (application.secretHash === null) throw new ApplicationError(`${application.name} is public: it has no secret.`);
  const secret = randomValue();
  const rotated = await transaction((on) => updateApplication(on, id, { secretHash: digest(secret) }));
  if (!rotated) throw unknown(id);
  return { name: application.name, secret };
}

export async function removeApplication(id: string): Promise<{ name: string }> {
  const application = await findApplication(id);
  const removed = application && (await transaction((on) => deleteApplication(on, id)));
  if (!removed) throw unknown(id);
  return { name: application.name };
}

function isWebUri(text: string): boolean {
  const url = URL.parse(text);
  const isPlain = url !== null && url.username === '' && url.password === '' && url.hash === '';
  return isPlain && /^https?:$/.test(url.protocol) && !/[\s\\*#]/.test(text);
}

/** Over https, or to a program on the user's own machine (RFC 8252, section 7.3). */
function isRedirectUri(text: string): boolean {
  if (!isWebUri(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || isLoopback(hostname);
}
