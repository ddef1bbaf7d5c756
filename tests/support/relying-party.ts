import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { eq } from 'drizzle-orm';
import * as openid from 'openid-client';
import { db } from '../../db';
import { applicationTokens } from '../../db/schema';
import { type NewApplication, registerApplication } from '../../lib/applications/registry';
import type { Browser } from './browser';

export type RelyingParty = {
  id: string;
  secret?: string;
  /** Its callback, whose page shows the address it was called with. */
  redirectUri: string;
  /** Waits until `count` logout tokens have arrived. @returns their payloads */
  logouts(count: number): Promise<Record<string, unknown>[]>;
  /** How often it refuses a logout token before it accepts one. */
  refusals: number;
  configuration(): Promise<openid.Configuration>;
  stop(): void;
};

/** An application: a small HTTP server with openid-client, registered at the open database. */
export async function startRelyingParty(
  issuer: string,
  application: Partial<NewApplication> = {},
): Promise<RelyingParty> {
  const server = createServer(async (request, response) => {
    if (request.url === '/backchannel') return response.writeHead(await receive(request)).end();
    response.setHeader('Content-Type', 'text/html');
    response.end(`<title>${application.name}</title><p id="called">${request.url?.replaceAll('&', '&amp;')}</p>`);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const { id, secret } = await registerApplication({
    name: 'Wiki',
    redirectUris: [`${origin}/callback`],
    postLogoutUris: [`${origin}/bye`],
    backchannelUri: `${origin}/backchannel`,
    ...application,
  });
  const received: Record<string, unknown>[] = [];
  const party: RelyingParty = {
    id,
    secret,
    redirectUri: `${origin}/callback`,
    logouts: async (count) => {
      while (received.length < count) await once(server, 'logout');
      return received;
    },
    refusals: 0,
    configuration: () =>
      openid.discovery(new URL(issuer), id, secret, secret ? openid.ClientSecretBasic(secret) : openid.None(), {
        execute: [openid.allowInsecureRequests],
      }),
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  async function receive(request: IncomingMessage): Promise<number> {
    const token = new URLSearchParams(await text(request)).get('logout_token') ?? '';
    if (party.refusals-- > 0) return 503;
    received.push(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()));
    server.emit('logout');
    return 200;
  }
  return party;
}

export type LogIn = {
  configuration: openid.Configuration;
  url: URL;
  checks: { pkceCodeVerifier: string; expectedState: string; expectedNonce: string };
};

/** A new authorization request. */
export async function requestLogIn(party: RelyingParty, parameters: Record<string, string> = {}): Promise<LogIn> {
  const configuration = await party.configuration();
  const pkceCodeVerifier = openid.randomPKCECodeVerifier();
  const expectedState = openid.randomState();
  const expectedNonce = openid.randomNonce();
  const url = openid.buildAuthorizationUrl(configuration, {
    redirect_uri: party.redirectUri,
    scope: 'openid profile email company',
    code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
    nonce: expectedNonce,
    ...parameters,
  });
  return { configuration, url, checks: { pkceCodeVerifier, expectedState, expectedNonce } };
}

/** Trades the code with which the browser has arrived at the application. */
export function redeem({ configuration, checks }: LogIn, browser: { url: string }) {
  return openid.authorizationCodeGrant(configuration, new URL(browser.url), checks);
}

/** Logs a browser that has a session in to an application. */
export async function logIn(party: RelyingParty, browser: Browser, parameters?: Record<string, string>) {
  const request = await requestLogIn(party, parameters);
  await browser.opens(request.url.href);
  const tokens = await redeem(request, browser);
  const userinfo = () =>
    openid.fetchUserInfo(request.configuration, tokens.access_token, tokens.claims()?.sub ?? openid.skipSubjectCheck);
  return { ...request, tokens, claims: tokens.claims() as Record<string, unknown>, userinfo };
}

/** An application for a file's tests. */
export function useRelyingParty(portrait: () => { url: string }): () => RelyingParty {
  let party: RelyingParty;
  beforeAll(async () => {
    party = await startRelyingParty(portrait().url);
  });
  afterAll(() => party.stop());
  return () => party;
}

/** A code that hasn't been redeemed, and its verifier. */
export async function newCode(party: RelyingParty, browser: Browser) {
  const request = await requestLogIn(party);
  await browser.opens(request.url.href);
  const code = new URL(browser.url).searchParams.get('code') as string;
  return { request, code, code_verifier: request.checks.pkceCodeVerifier };
}

/** What the token endpoint answers to a code. */
export function redeemAt(party: RelyingParty, issuer: string, code: string, change: Record<string, string> = {}) {
  return fetch(`${issuer}/oidc/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${party.id}:${party.secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: party.redirectUri, ...change }),
  });
}

/** The error with which the browser has arrived at the application. */
export const errorIn = ({ url }: Browser) => new URL(url.replace('#', '?')).searchParams.get('error');

/** Makes every code and token of the open database older. */
export async function ageTokens(seconds: number): Promise<void> {
  for (const { payload, valueHash } of await db().select().from(applicationTokens)) {
    const aged = { payload: { ...payload, exp: Number(payload.exp) - seconds } };
    await db().update(applicationTokens).set(aged).where(eq(applicationTokens.valueHash, valueHash));
  }
}
