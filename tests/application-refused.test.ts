import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { transaction } from '../db';
import { deleteApplicationSession, endApplicationSession, upsertApplicationSession } from '../db/application-sessions';
import { now } from '../lib/adapters/clock';
import { registerApplication } from '../lib/applications/registry';
import { storageOf } from '../lib/applications/storage';
import { answerOidc } from '../lib/server/oidc';
import type { PageResponse } from '../lib/server/response';
import { signOut } from '../lib/sessions';
import { useDatabase } from './support/database';
import { CLIENT, createPerson, createSession } from './support/people';

useDatabase();

const wiki = () => registerApplication({ name: 'Wiki', redirectUris: [CALLBACK] });

const CALLBACK = 'https://wiki.example.com/callback';

test('a session that ends during the log-in to an application is refused as OpenID Connect says', async () => {
  const { id } = await wiki();
  const session = await createSession(await createPerson('alice'));
  const server = createServer((request, response) =>
    answerOidc(request, response as PageResponse, { ...session, mayUseApplications: true }, { origins: [origin] }),
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const query = new URLSearchParams({
    client_id: id,
    redirect_uri: CALLBACK,
    response_type: 'code',
    scope: 'openid',
    state: 'here',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  });
  const logIn = async () => {
    const response = await fetch(`${origin}/oidc/auth?${query}`, { redirect: 'manual' });
    const { origin: to, pathname, searchParams } = new URL(response.headers.get('location') ?? origin);
    return [to + pathname, searchParams.get('state'), searchParams.get('error'), searchParams.has('code')];
  };
  try {
    expect(await logIn()).toEqual([CALLBACK, 'here', null, true]);
    await signOut(session, CLIENT);
    expect(await logIn()).toEqual([CALLBACK, 'here', 'access_denied', false]);
  } finally {
    server.close();
  }
});

test.each([
  ['ended', endApplicationSession],
  ['ended, and of which the application was told', deleteApplicationSession],
])('a session that has %s gets no token for its code', async (_, end) => {
  const session = await createSession(await createPerson('alice'));
  const row = { id: 'at wiki', sessionId: session.id, applicationId: (await wiki()).id };
  await transaction((on) => upsertApplicationSession(on, row, now()));
  const save = (value: string) => storageOf('AccessToken')?.upsert?.(value, { grantId: row.id }, 60);
  expect(await save('before')).toBe(true);
  await transaction((on) => end(on, row.id));
  expect(await save('after')).toBe(false);
});
