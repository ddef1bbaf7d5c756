import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { db, transaction } from '../db';
import { type NewSession, type Session, updateSession } from '../db/sessions';
import { now } from '../lib/adapters/clock';
import { stopLogouts } from '../lib/applications/logouts';
import { type NewApplication, registerApplication } from '../lib/applications/registry';
import { answerOidc } from '../lib/server/oidc';
import type { PageResponse } from '../lib/server/response';
import { endOtherSessions } from '../lib/sessions';
import { useDatabase } from './support/database';
import { CLIENT, changeUser, createPerson, createSession, enableUser, findUser } from './support/people';
import { reloadSession } from './support/two-factor';

useDatabase();

const CALLBACK = 'https://wiki.example.com/callback';
const VERIFIER = 'v'.repeat(43);
const SECOND = 1000;
const DAY = 86_400 * SECOND;

let server: Server;
let origin: string;
/** The session of the browser. */
let session: Session;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const current = { ...(await reloadSession(session)).session, mayUseApplications: true };
    await answerOidc(request, response as PageResponse, current, { origins: [origin] });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await stopLogouts();
});

beforeEach(async () => {
  session = await createSession(await createPerson('alice'));
});

const changeSession = (change: Partial<NewSession>) => transaction((on) => updateSession(on, session.id, change));

type Registered = { id: string; secret?: string };

const register = (application: Partial<NewApplication> = {}): Promise<Registered> =>
  registerApplication({ name: 'Wiki', redirectUris: [CALLBACK], ...application });

const PKCE = {
  code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
  code_challenge_method: 'S256',
};

/** @returns where the request leads the browser */
async function ask({ id }: Registered, parameters: Record<string, string> = PKCE): Promise<URL> {
  const request = {
    client_id: id,
    redirect_uri: CALLBACK,
    response_type: 'code',
    scope: 'openid profile email company',
  };
  const query = new URLSearchParams({ ...request, ...parameters });
  const response = await fetch(`${origin}/oidc/auth?${query}`, { redirect: 'manual' });
  return new URL(response.headers.get('location') ?? '/', origin);
}

async function redeem({ id, secret }: Registered, code: string, headers: Record<string, string> = {}) {
  const body = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: CALLBACK,
    client_id: id,
    code_verifier: VERIFIER,
  };
  if (secret) headers.authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
  return fetch(`${origin}/oidc/token`, { method: 'POST', headers, body: new URLSearchParams(body) });
}

const codeIn = (url: URL) => url.searchParams.get('code') ?? '';

async function logIn(application: Registered, parameters: Record<string, string> = PKCE) {
  const response = await redeem(application, codeIn(await ask(application, parameters)));
  const { access_token: token = '', id_token = '' } = (await response.json()) as Record<string, string>;
  const [, payload = ''] = id_token.split('.');
  const claims = payload && JSON.parse(Buffer.from(payload, 'base64url').toString());
  const isAccepted = async () =>
    (await fetch(`${origin}/oidc/userinfo`, { headers: { authorization: `Bearer ${token}` } })).ok;
  return { claims, isAccepted, token };
}

test('an ID token says who logged in, when and how, and names their session at the application', async () => {
  const wiki = await register({ backchannelUri: 'http://127.0.0.1:9/' });
  const createdAt = now() - 600 * SECOND;
  await changeSession({ createdAt });
  const { claims } = await logIn(wiki);
  const [row] = await db().query.applicationSessions.findMany();
  expect(claims).toMatchObject({
    sub: session.userId,
    sid: row?.id,
    auth_time: Math.floor(createdAt / SECOND),
    amr: ['pwd'],
    acr: '1',
    preferred_username: 'alice@example.com',
    email: 'alice@example.com',
    email_verified: false,
    locale: 'en',
    company: 'Acme',
    role: 'Engineer',
    updated_at: Math.floor(session.user.createdAt / SECOND),
  });
  expect((await logIn(wiki)).claims.sid).toBe(row?.id);
});

test.each([
  ['pwd', ['pwd'], '1'],
  ['pwd otp', ['pwd', 'otp', 'mfa'], '2'],
  ['pwd hwk', ['pwd', 'hwk', 'mfa'], '2'],
  ['hwk', ['hwk', 'mfa'], '2'],
])('a session with %s has the methods %j and the class %s', async (stored, amr, acr) => {
  await changeSession({ amr: stored });
  expect((await logIn(await register())).claims).toMatchObject({ amr, acr });
});

test('a code is good for a minute, and a token for an hour', async () => {
  const wiki = await register();
  const before = now();
  const code = codeIn(await ask(wiki));
  const lives = async () => (await db().query.applicationTokens.findMany()).map((row) => row.expiresAt - before);
  expect(Math.max(...(await lives()))).toBeLessThan(90 * SECOND);
  expect((await redeem(wiki, code)).ok).toBe(true);
  expect(Math.max(...(await lives())) / SECOND).toBeCloseTo(3600, -2);
});

test.each<[string, () => Promise<unknown>, () => Promise<unknown>]>([
  [
    'unused for a week',
    () => changeSession({ lastUsedAt: now() - 8 * DAY }),
    () => changeSession({ lastUsedAt: now() }),
  ],
  ['a month old', () => changeSession({ createdAt: now() - 31 * DAY }), () => changeSession({ createdAt: now() })],
  ['of a disabled user', () => changeUser(session.user, { disabledAt: now() }), () => enableUser('alice@example.com')],
])('no token works while its session is %s', async (_, end, restore) => {
  const { isAccepted } = await logIn(await register());
  expect(await isAccepted()).toBe(true);
  await end();
  expect(await isAccepted()).toBe(false);
  await restore();
  expect(await isAccepted()).toBe(true);
});

test('a token dies with its session at Portrait, and only with that', async () => {
  const wiki = await register();
  const first = await logIn(wiki);
  session = await createSession(await findUser('alice@example.com'));
  const second = await logIn(wiki);
  expect([await first.isAccepted(), await second.isAccepted()]).toEqual([true, true]);
  await endOtherSessions(session, CLIENT);
  expect([await first.isAccepted(), await second.isAccepted()]).toEqual([false, true]);
});

test('only an application that is registered without PKCE may do without', async () => {
  const error = (url: URL) => url.searchParams.get('error');
  expect(error(await ask(await register(), {}))).toBe('invalid_request');
  expect(error(await ask(await register({ isPublic: true }), {}))).toBe('invalid_request');
  const old = await register({ requiresPkce: false });
  expect(codeIn(await ask(old, {}))).not.toBe('');
});

test('a page may fetch tokens from the origin of its redirect URI, and from no other', async () => {
  const page = await register({ isPublic: true });
  const allowed = async (from: string) =>
    (await redeem(page, codeIn(await ask(page)), { origin: from })).headers.get('access-control-allow-origin');
  expect(await allowed('https://wiki.example.com')).toBe('https://wiki.example.com');
  expect(await allowed('https://evil.example')).toBeNull();
});

test('prompt=login asks for a log-in although there is a session, until there is a newer one', async () => {
  const wiki = await register();
  const path = async (asked: Record<string, string>) =>
    (await ask(wiki, { ...PKCE, prompt: 'login', ...asked })).pathname;
  expect(await path({})).toBe('/sign-in');
  expect(await path({ asked_at: String(session.createdAt + SECOND) })).toBe('/sign-in');
  expect(await path({ asked_at: String(session.createdAt - SECOND) })).toBe('/callback');
});

test("an application that revokes a token ends those of the same session, and no other application's", async () => {
  const wiki = await register({ isPublic: true });
  const [first, second, other] = [await logIn(wiki), await logIn(wiki), await logIn(await register())];
  for (const { token } of [first, other]) {
    const body = new URLSearchParams({ token, client_id: wiki.id });
    expect((await fetch(`${origin}/oidc/revoke`, { method: 'POST', body })).ok).toBe(true);
  }
  expect([await first.isAccepted(), await second.isAccepted(), await other.isAccepted()]).toEqual([false, false, true]);
});
