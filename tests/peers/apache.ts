import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { registerApplication } from '../../lib/applications/registry';
import { codeOf } from '../support/authenticator';
import { Browser } from '../support/browser';
import { startEcho } from '../support/echo';
import { newFolder, removeFolder } from '../support/folder';
import { PASSWORD } from '../support/people';
import { startProgram } from '../support/program';
import { enableTwoFactorOf, newPerson } from '../support/scenes';
import { freePort, launchServer } from '../support/server';
import { until } from '../support/until';

const MODULES = ['mpm_event', 'authn_core', 'authz_core', 'authz_user', 'proxy', 'proxy_http', 'auth_openidc'];

test('a user logs in through Portrait to Apache with mod_auth_openidc, and out everywhere', async () => {
  const portrait = await launchServer();
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const callback = `${origin}/callback`;
  const { id, secret } = await registerApplication({
    name: 'Apache',
    redirectUris: [callback],
    postLogoutUris: [`${origin}/bye`],
    backchannelUri: `http://127.0.0.1:${port}/callback?logout=backchannel`,
  });
  const wiki = await startEcho();
  const folder = newFolder();
  const file = join(folder, 'apache.conf');
  const load = MODULES.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`);
  writeFileSync(
    file,
    `${load.join('\n')}
ServerName localhost
Listen 127.0.0.1:${port}
PidFile ${folder}/pid
ErrorLog ${folder}/error
DefaultRuntimeDir ${folder}
User www-data
Group www-data
OIDCProviderMetadataURL ${portrait.url}/.well-known/openid-configuration
OIDCClientID ${id}
OIDCClientSecret ${secret}
OIDCRedirectURI ${callback}
OIDCScope "openid profile email company"
OIDCPKCEMethod S256
OIDCCryptoPassphrase a-passphrase-of-this-test
OIDCRemoteUserClaim preferred_username
OIDCUnAuthAction auth true
<Location />
  AuthType openid-connect
  Require valid-user
</Location>
ProxyPass /page http://${wiki.address}/page
`,
  );
  const stop = await startProgram('/usr/sbin/apache2', ['-D', 'FOREGROUND', '-f', file], port);
  const user = await newPerson();
  const authenticator = await enableTwoFactorOf(user);
  const browser = await new Browser(origin).opens('/page');
  expect(browser.path).toMatch(/^\/en\/sign-in\?next=/);
  await browser.submits('sign-in', { username: user.username, password: PASSWORD });
  await browser.submits('sign-in-code', { code: codeOf(authenticator, 1) });
  expect(browser.url).toBe(`${origin}/page`);
  expect(JSON.parse(browser.html)).toMatchObject({ oidc_claim_sub: user.id, oidc_claim_acr: '2' });

  await browser.opens(`${portrait.url}/en/profile`);
  await browser.submits('sign-out');
  await until(async () => (await browser.fetches(`${origin}/page`)).status === 302);

  await browser.opens(`${origin}/page`);
  expect(browser.path).toMatch(/^\/en\/sign-in\?next=/);
  await stop();
  wiki.stop();
  await portrait.stop();
  removeFolder(folder);
});
