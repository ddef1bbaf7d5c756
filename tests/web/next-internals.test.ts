import { readFileSync } from 'node:fs';
import { startServer } from '../support/server';
import { message, sendRaw } from '../support/wire';

const portrait = startServer();

test('loads the built configuration, and no compiler', async () => {
  await fetch(`${portrait().url}/en/sign-in`);
  const maps = readFileSync(`/proc/${portrait().process().pid}/maps`, 'utf8');
  const libraries = new Set(maps.match(/[\w.-]+\.node$/gm));
  expect([...libraries].filter((name) => /swc|lightningcss|oxide/.test(name))).toEqual([]);
  expect(libraries.size).toBeGreaterThan(0);
});

test('does not upgrade a connection', async () => {
  const headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-key': 'x',
    'sec-websocket-version': '13',
  };
  const heard = await sendRaw(
    portrait().url,
    ...message('GET /_next/webpack-hmr', headers),
    message('GET /healthz')[0] as string,
  );
  expect(heard.status).toBe(404);
});
