import { isIP } from 'node:net';
import { countPasskeysOfOtherHosts } from '../db/passkeys';
import { log } from './adapters/log';
import type { RelyingParty } from './adapters/webauthn';
import { appUrls } from './settings';

type Fault = 'passkeys.errors.ipAddress' | 'passkeys.errors.needsHttps' | 'passkeys.errors.wrongHost';

/**
 * Where passkeys work: they belong to the host of the first address (WebAuthn's RP ID), and to hosts below it. It must
 * be a name, and browsers want https except for loopback names.
 */
export function passkeyRelyingParty(urls: string[] = appUrls()): RelyingParty {
  const rpId = hostOf(urls[0] as string);
  return { rpId, origins: urls.filter((url) => `.${hostOf(url)}`.endsWith(`.${rpId}`)) };
}

const hostOf = (url: string) => new URL(url).hostname;

/** Why passkeys don't work at one of our addresses. */
export function passkeyFault(url: string, urls: string[] = appUrls()): Fault | undefined {
  const { rpId, origins } = passkeyRelyingParty(urls);
  if (isIP(rpId.replace(/[[\]]/g, ''))) return 'passkeys.errors.ipAddress';
  if (!origins.includes(url)) return 'passkeys.errors.wrongHost';
  const isSecure = url.startsWith('https:') || /(^|\.)localhost$/.test(hostOf(url));
  return isSecure ? undefined : 'passkeys.errors.needsHttps';
}

/** At the start: says where passkeys don't work, and how many no longer do. */
export async function warnOfPasskeys(urls: string[] = appUrls(), isSet = Boolean(process.env.APP_URL)): Promise<void> {
  const { rpId } = passkeyRelyingParty(urls);
  const without = isSet ? urls.filter((url) => passkeyFault(url, urls)) : [];
  if (without.length > 0) log.warn(`Passkeys don't work at ${without.join(', ')}: see docs/settings.md.`);
  const useless = await countPasskeysOfOtherHosts(rpId);
  if (useless > 0)
    log.warn(
      { passkeys: useless },
      `Passkeys that were made for another host than ${rpId} don't work: is the first APP_URL the right one?`,
    );
}
