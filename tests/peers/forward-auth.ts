import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Browser } from '../support/browser';
import { startEcho } from '../support/echo';
import { newFolder, removeFolder } from '../support/folder';
import { PASSWORD } from '../support/people';
import { startProgram } from '../support/program';
import { startRelyingParty } from '../support/relying-party';
import { newPerson } from '../support/scenes';
import { freePort, launchServer, type Portrait } from '../support/server';

/** deploy/'s recipes for the reverse proxies of Debian, with the addresses of this test. */
const PROXIES = {
  nginx: (folder: string, port: number, servers: Servers) => {
    const recipe = located(readFileSync('deploy/forward-auth.nginx.conf', 'utf8'), servers, 'http://portrait');
    const file = written(
      join(folder, 'nginx.conf'),
      `daemon off; pid ${folder}/pid; error_log stderr; events {}
      http { access_log off; ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
        upstream portrait { server ${servers.portrait}; }
        server { listen 127.0.0.1:${port};
          ${recipe}
          location / { proxy_pass http://portrait; proxy_set_header Host $http_host; } } }`,
    );
    return startProgram('/usr/sbin/nginx', ['-c', file], port);
  },
  caddy: (folder: string, port: number, servers: Servers) => {
    const recipe = located(readFileSync('deploy/forward-auth.Caddyfile', 'utf8'), servers, 'portrait:3000');
    const file = written(
      join(folder, 'Caddyfile'),
      `{\n admin off\n auto_https off\n log {\n output discard\n }\n storage file_system ${folder}\n}\nhttp://localhost:${port} {\n bind 127.0.0.1\n${recipe}\n reverse_proxy ${servers.portrait}\n}\n`,
    );
    return startProgram(
      '/usr/bin/env',
      [`XDG_CONFIG_HOME=${folder}`, '/usr/bin/caddy', 'run', '--config', file, '--adapter', 'caddyfile'],
      port,
    );
  },
};

type Servers = { portrait: string; wiki: string };

const located = (recipe: string, { portrait, wiki }: Servers, name: string) =>
  recipe.replaceAll('wiki:8080', wiki).replaceAll(name === 'portrait:3000' ? name : /(?!)/g, portrait);

function written(file: string, text: string): string {
  writeFileSync(file, text);
  return file;
}

const stops: (() => unknown)[] = [];
let folder: string;
beforeEach(() => {
  folder = newFolder();
});
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
  removeFolder(folder);
});

test.each(Object.keys(PROXIES) as (keyof typeof PROXIES)[])(
  '%s lets only people who are logged in to an application, and tells it who they are',
  async (name) => {
    const port = await freePort();
    const origin = `http://localhost:${port}`;
    const portrait: Portrait = await launchServer({ APP_URL: origin, TRUST_PROXY: 'loopback' });
    stops.push(portrait.stop, (await startRelyingParty(origin)).stop);
    const wiki = await startEcho();
    stops.push(wiki.stop);
    const servers = {
      portrait: `127.0.0.1:${new URL(portrait.url).port}`,
      wiki: wiki.address,
    };
    stops.push(await PROXIES[name](folder, port, servers));
    const user = await newPerson({ company: 'Zoë & Söhne', language: 'de' });
    const browser = new Browser(origin);

    expect((await browser.fetches('/wiki/', { headers: { accept: 'application/json' } })).status).toBe(401);
    expect((await browser.fetches('/wiki/', { method: 'POST', body: 'x' })).status).toBe(401);
    await browser.opens('/wiki/page?a=b&c=%C3%A4');
    expect(browser.path).toMatch(/^\/en\/sign-in\?next=/);
    await browser.submits('sign-in', { username: user.username, password: PASSWORD });
    expect(browser.path).toBe('/wiki/page?a=b&c=%C3%A4');

    const forged = { 'remote-user': 'forged', 'remote-role': 'forged', remote_user: 'forged', Remote_Role: 'forged' };
    const seen = await browser.fetches('/wiki/', { headers: forged });
    const headers = (await seen.json()) as Record<string, string>;
    expect(JSON.stringify(headers)).not.toContain('forged');
    expect(headers).toMatchObject({
      'remote-user': encodeURIComponent(user.username),
      'remote-email': encodeURIComponent(user.username),
      'remote-company': encodeURIComponent('Zoë & Söhne'),
      'remote-role': 'Engineer',
      'remote-language': 'de',
    });
    await browser.opens('/en/profile');
    await browser.submits('sign-out');
    expect((await browser.fetches('/wiki/', { headers: { accept: '*/*' } })).status).toBe(401);
  },
);
