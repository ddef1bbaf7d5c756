import { readdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { closeDatabase } from '../../db';
import type { Browser, Entries } from '../support/browser';
import { newDatabase } from '../support/database';
import { newFolder, removeFolder } from '../support/folder';
import { freePort, launchServer, type Portrait } from '../support/server';

/** What a server needs on its machine: the release, without files that another server wrote. */
const RELEASE = readdirSync('.').filter((name) => !['data', '.git'].includes(name));

/** Starts two servers with one database, each in its own working folder. */
export function startTwoServers(): () => [Portrait, Portrait] {
  const folders = [newFolder(), newFolder()];
  const servers: Portrait[] = [];
  beforeAll(async () => {
    for (const folder of folders) for (const name of RELEASE) symlinkSync(resolve(name), join(folder, name));
    const database = await newDatabase();
    const ports = [await freePort(), await freePort()].map(String);
    const APP_URL = ports.map((port) => `http://localhost:${port}`).join();
    for (const [at, PORT] of ports.entries()) {
      await closeDatabase();
      const remove = at === 0 ? database.remove : async () => {};
      servers.unshift(await launchServer({ PORT, APP_URL }, { database: { ...database, remove }, cwd: folders[at] }));
    }
  });
  afterAll(async () => {
    for (const server of servers) await server.stop();
    folders.forEach(removeFolder);
  });
  return () => servers as [Portrait, Portrait];
}

/** Makes a browser continue on the other server. */
export function switchServer(page: Browser, [one, other]: [Portrait, Portrait]): Browser {
  const from = page.url.startsWith(one.url) ? one : other;
  page.url = page.url.replace(from.url, (from === one ? other : one).url);
  return page;
}

/** Sends a form many times at once, alternating between the servers, each time with the cookies of that index. */
export async function sendAtOnce(
  page: Browser,
  servers: [Portrait, Portrait],
  [form, entries]: [string, (n: number) => Entries],
  cookies: string[],
): Promise<Response[]> {
  const path = new URL(page.url).pathname;
  const sends = cookies.map((cookie, n) =>
    fetch(servers[n % 2]?.url + path, {
      method: 'POST',
      redirect: 'manual',
      body: page.filled(form, entries(n)),
      headers: { ...page.formHeaders(), cookie },
    }),
  );
  return Promise.all(sends);
}
