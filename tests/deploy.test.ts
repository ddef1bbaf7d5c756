import { readdirSync, readFileSync, statSync } from 'node:fs';
import { allowedMethods } from '../lib/server/request-guard';
import { settings } from '../lib/settings';

const read = (name: string) => readFileSync(`deploy/${name}`, 'utf8');
const without = (comment: RegExp, text: string) => text.replace(comment, '');

/** Portrait gives requests ten seconds before it exits: docs/operations.md. */
const STOP_SECONDS = 10;

const VARIABLES = [...readFileSync('docs/settings.md', 'utf8').matchAll(/^\| `([A-Z_]+)` +\|/gm)].map(
  ([, name]) => name,
);

test('every setting in deploy/ is one that Portrait reads', () => {
  const files = readdirSync('deploy').filter((name) => statSync(`deploy/${name}`).isFile());
  const set = files.flatMap((name) =>
    [...read(name).matchAll(/\b([A-Z][A-Z_]+)(?:=|: (?!\{))/g)].map(([, found]) => found),
  );
  const others = ['NODE_ENV', 'NPM_CONFIG_UPDATE_NOTIFIER', 'CMD', 'POSTGRES_USER', 'POSTGRES_DB', 'POSTGRES_PASSWORD'];
  expect(set.filter((name) => ![...VARIABLES, ...others].includes(name))).toEqual([]);
});

describe('the image', () => {
  const lines = read('Dockerfile').split('\n');

  test('runs as an unprivileged user, who alone may read the data', () => {
    expect(lines).toContain('USER node');
    expect(lines).toContain('RUN install -d -o node -g node -m 700 data');
    expect(lines.indexOf('USER node')).toBeLessThan(lines.findIndex((line) => line.startsWith('CMD')));
  });

  test('listens outside of the container, on the port that it exposes, and asks there whether it is healthy', () => {
    const env = Object.fromEntries(
      [...(lines.find((line) => line.startsWith('ENV')) ?? '').matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [
        name,
        value,
      ]),
    );
    expect(settings(env)).toMatchObject({ host: '0.0.0.0', port: 3000 });
    expect(env.NODE_ENV).toBe('production');
    expect(lines).toContain('EXPOSE 3000');
    const [, path = ''] = /PORT\}(\/\w+)`/.exec(read('Dockerfile')) ?? [];
    expect(path).toBe('/healthz');
    expect(allowedMethods(path)).toContain('GET');
  });

  test('contains no data, secret or build of the machine that makes it', () => {
    const ignored = read('Dockerfile.dockerignore').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['data', '.git', 'node_modules', '.next', 'dist']));
    expect(ignored).toEqual(expect.arrayContaining(['deploy/.env', 'deploy/certificates']));
  });
});

test('Caddy asks where Portrait says whether it is healthy', () => {
  const [, path = ''] = /health_uri (\S+)/.exec(read('Caddyfile')) ?? [];
  expect(allowedMethods(path)).toContain('GET');
  expect(path).toBe('/healthz');
});

describe('compose.yaml', () => {
  const text = without(/^ *#.*\n/gm, read('compose.yaml'));

  test('starts only with the secrets, which both servers share', () => {
    for (const name of ['APP_URL', 'AUTH_SECRET']) expect(text).toContain(`${name}: \${${name}:?}`);
    expect(text).toContain(`DATABASE_URL: postgres://portrait:\${POSTGRES_PASSWORD:?}@database/portrait`);
    expect(text).toMatch(/\n {2}one: \*server\n {2}other: \*server\n/);
  });

  test('gives a server no right that it does not need', () => {
    for (const line of ['read_only: true', 'cap_drop: [ALL]', 'security_opt: ["no-new-privileges:true"]'])
      expect(text).toContain(`\n  ${line}\n`);
    expect(text).toContain('\n  tmpfs: [/tmp]\n');
  });

  test('trusts the proxy, and lets a server finish its requests', () => {
    const [, trusted = ''] = /TRUST_PROXY: (\S+)/.exec(text) ?? [];
    expect(settings({ TRUST_PROXY: trusted }).trustsProxy('172.18.0.5', 0)).toBe(true);
    expect(Number(/stop_grace_period: (\d+)s/.exec(text)?.[1])).toBeGreaterThan(STOP_SECONDS);
  });
});

describe('nginx.conf', () => {
  const text = without(/#.*$/gm, read('nginx.conf'));

  test("passes on the client's address, whatever the client claims", () => {
    expect(text).toContain('proxy_set_header X-Forwarded-For $remote_addr;');
    expect(text).toContain('proxy_set_header Host $host;');
  });

  test('never sends a form a second time', () => {
    expect(/proxy_next_upstream ([^;]+);/.exec(text)?.[1]).toBe('error timeout');
  });

  test('leaves it to Portrait to refuse what is too large', () => {
    expect(Number(/client_max_body_size (\d+)m;/.exec(text)?.[1])).toBeGreaterThan(64); // what Portrait drains
  });

  test('redirects http to the same page over https', () => {
    expect(text).toContain('return 308 https://$host$request_uri;');
  });
});

describe('the recipes for applications without a log-in', () => {
  test('drop the headers of Portrait that a client sends with underscores', () => {
    expect(read('forward-auth.nginx.conf')).toContain('underscores_in_headers off;');
    for (const names of ['Remote-*', 'Remote_*'])
      expect(read('forward-auth.Caddyfile')).toContain(`request_header -${names}\n`);
  });

  test('ask Portrait without Accept, so that nginx gets a 401 and no redirect', () => {
    const [, asked = ''] = read('forward-auth.nginx.conf').split('location = /.portrait/ask');
    expect(asked.split('}', 1)[0]).toContain('proxy_set_header Accept "";');
  });
});

describe('portrait.service', () => {
  const unit = new Map(
    [...read('portrait.service').matchAll(/^(\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
  );

  test('is stopped by one signal to the first process, with time for requests', () => {
    expect(unit.get('KillMode')).toBe('mixed');
    expect(Number(unit.get('TimeoutStopSec'))).toBeGreaterThan(STOP_SECONDS);
  });

  test('replaces the processes on reload, and starts again after any end', () => {
    expect(unit.get('ExecReload')).toBe('/bin/kill -USR2 $MAINPID');
    expect(unit.get('Restart')).toBe('always');
  });

  test('runs as a user of its own, who alone may read the data and can write nothing else', () => {
    expect(unit.get('User')).toBe('portrait');
    expect(unit.get('StateDirectoryMode')).toBe('0700');
    expect([unit.get('ProtectSystem'), unit.get('ProtectHome'), unit.get('NoNewPrivileges')]).toEqual([
      'strict',
      'yes',
      'yes',
    ]);
  });

  test('reads the settings where docs/operations.md puts them, and gives the program no other right', () => {
    const operations = readFileSync('docs/operations.md', 'utf8');
    expect(operations).toContain(`install -m 600 /dev/null ${unit.get('EnvironmentFile')}`);
    expect(operations).toContain(`cd ${unit.get('WorkingDirectory')} && npm run build`);
    const rights = ['PrivateTmp', 'RestrictSUIDSGID', 'CapabilityBoundingSet'].map((name) => unit.get(name));
    expect(rights).toEqual(['yes', 'yes', '']);
  });

  test('starts what npm start does', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(unit.get('ExecStart')).toBe(`/usr/bin/${scripts.start}`);
  });
});
