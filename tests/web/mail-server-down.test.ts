import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { closeDatabase, db, openDatabase } from '../../db';
import { outbox } from '../../db/schema';
import { Browser } from '../support/browser';
import { newFolder, removeFolder } from '../support/folder';
import { mailEnv, startMailServer } from '../support/mail-server';
import { PASSWORD } from '../support/people';
import { newPerson, newSignedInPerson } from '../support/scenes';
import { freePort, launchServer, startServer } from '../support/server';

const NEW = 'seven quiet lighthouses';
const HOUR = 3_600_000;

async function asksForLink(url: string, username: string): Promise<Browser> {
  const page = await new Browser(url).opens('/en/forgotten-password');
  return page.submits('forgotten-password', { username });
}

test('mail that waits is sent at once after a restart, also that of a process that was killed, and only once', async () => {
  const port = await freePort();
  const portrait = await launchServer(mailEnv({ url: `smtp://127.0.0.1:${port}` }));
  const user = await newPerson();
  expect((await asksForLink(portrait.url, user.username)).statuses).toEqual([303, 200]);
  await portrait.kill('SIGKILL');
  openDatabase(portrait.database);
  const afterManyFailures = { dueAt: Date.now() + 4 * HOUR, claimedUntil: 0 };
  await db().update(outbox).set(afterManyFailures);
  await closeDatabase();
  const mail = await startMailServer({}, port);
  await portrait.restart();
  await mail.next(user.username);
  await portrait.stop(); // once the mail is out of the outbox
  expect(mail.received).toEqual([]);
  await mail.stop();
});

test('a mail server that says nothing delays no page and no stop', async () => {
  const silent = createServer((socket) => socket.on('error', () => {}))
    .listen(0, '127.0.0.1')
    .unref();
  await once(silent, 'listening');
  const { port } = silent.address() as { port: number };
  const portrait = await launchServer(mailEnv({ url: `smtp://127.0.0.1:${port}` }));
  const user = await newPerson();
  const connected = once(silent, 'connection');
  await asksForLink(portrait.url, user.username);
  await connected;
  const page = await new Browser(portrait.url).opens('/healthz');
  expect(page.status).toBe(200);
  const ended = once(portrait.process(), 'exit');
  portrait.process().kill('SIGTERM');
  expect((await ended)[0]).toBe(0); // 1 if it had to be cut off
  expect(await db().select().from(outbox)).toMatchObject([{ claimedUntil: 0 }]); // another server may send it
  await portrait.stop();
  silent.close();
});

/** Runs a server, with changes that send mail. @returns whether it has loaded the code that sends mail */
async function hasLoadedMail(settings: Record<string, string>): Promise<boolean> {
  const folder = newFolder();
  const portrait = await launchServer({ ...settings, NODE_V8_COVERAGE: folder });
  const [page] = await newSignedInPerson(portrait);
  const passwords = { newPassword: NEW, confirmPassword: NEW };
  await page.submits('password', { currentPassword: PASSWORD, ...passwords });
  await page.submits('profile', { username: 'another@example.com', currentPassword: NEW });
  expect(page.notice).toBeTruthy();
  await portrait.stop();
  const loaded = readdirSync(folder).flatMap((report) => {
    const { result } = JSON.parse(readFileSync(join(folder, report), 'utf8'));
    return result.map(({ url }: { url: string }) => url).filter((url: string) => url.startsWith('file:'));
  });
  removeFolder(folder);
  expect(loaded.length).toBeGreaterThan(100);
  return loaded.some((url: string) => readFileSync(fileURLToPath(url), 'utf8').includes('createTransport'));
}

test('the code that sends mail is loaded only with SMTP_URL', async () => {
  expect(await hasLoadedMail({})).toBe(false);
  const mail = await startMailServer();
  expect(await hasLoadedMail(mailEnv(mail))).toBe(true);
  await mail.stop();
});

describe('without SMTP_URL', () => {
  const portrait = startServer();

  test.each(['forgotten-password', 'set-password?token=x', 'confirm-username?token=x'])(
    '/en/%s is a 404',
    async (page) => {
      const browser = await new Browser(portrait().url).opens(`/en/${page}`);
      expect([browser.status, browser.text('h1')]).toEqual([404, 'Page not found']);
    },
  );

  test('the log-in page leads to none of them', async () => {
    const browser = await new Browser(portrait().url).opens('/en/sign-in');
    expect(browser.html).not.toContain('/forgotten-password');
  });
});

test('of two processes, one sends each mail', async () => {
  const mail = await startMailServer();
  const portrait = await launchServer({ ...mailEnv(mail), WEB_CONCURRENCY: '2', TRUST_PROXY: 'loopback' });
  const users = await Promise.all(Array.from({ length: 8 }, () => newPerson()));
  await Promise.all(users.map(({ username }) => asksForLink(portrait.url, username)));
  const sent = await Promise.all(users.map(({ username }) => mail.next(username)));
  await portrait.stop();
  expect(sent).toHaveLength(8);
  expect(mail.received).toEqual([]);
  await mail.stop();
});
