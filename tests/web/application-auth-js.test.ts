import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Auth, type AuthConfig, skipCSRFCheck } from '@auth/core';
import { registerApplication } from '../../lib/applications/registry';
import { newSignedInPerson } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();

test('a user logs in to an application with Auth.js, as docs/applications.md says', async () => {
  const application = await startApplication();
  const [browser, user] = await newSignedInPerson(portrait());
  await browser.opens(`${application.origin}/log-in`);
  expect(browser.url).toBe(`${application.origin}/api/auth/session`);
  expect(JSON.parse(browser.html)).toEqual({
    expires: expect.any(String),
    user: { name: user.username, email: user.username, id: user.id },
  });
  application.stop();
});

/** `/log-in` does what `signIn('portrait')` of next-auth does in a server action. */
async function startApplication() {
  const server = createServer(async ({ url = '', headers }, response) => {
    const method = url === '/log-in' ? 'POST' : 'GET';
    const path = method === 'POST' ? '/api/auth/signin/portrait?callbackUrl=/api/auth/session' : url;
    const request = new Request(origin + path, { method, headers: { cookie: headers.cookie ?? '' } });
    const answer = await Auth(request, config);
    response
      .setHeaders(answer.headers)
      .writeHead(answer.status)
      .end(await answer.text());
  });
  await once(server.listen(0, '127.0.0.1').unref(), 'listening');
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const redirectUris = [`${origin}/api/auth/callback/portrait`];
  const { id, secret } = await registerApplication({ name: 'Auth.js', redirectUris });
  const config: AuthConfig = {
    basePath: '/api/auth',
    trustHost: true,
    secret: 'a secret of this test',
    skipCSRFCheck,
    providers: [
      {
        id: 'portrait',
        name: 'Portrait',
        type: 'oidc',
        issuer: portrait().url,
        clientId: id,
        clientSecret: secret,
        authorization: { params: { scope: 'openid profile email company' } },
        checks: ['pkce', 'state', 'nonce'],
      },
    ],
    callbacks: {
      jwt: ({ token, account }) => ({ ...token, sub: account?.providerAccountId ?? token.sub }),
      session: ({ session, token }) => ({ ...session, user: { ...session.user, id: token.sub as string } }),
    },
  };
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { origin, stop };
}
