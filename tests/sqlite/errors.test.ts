import { execFileSync } from 'node:child_process';
import { chmodSync, renameSync } from 'node:fs';
import type { Browser } from '../support/browser';
import { unprivilegedCommand, waitForExit } from '../support/command';
import { findUser } from '../support/people';
import { newPerson, newSignedInPerson, picture, signIn } from '../support/scenes';
import { startServer } from '../support/server';
import { locked } from './lock';

const portrait = startServer({ LOG_LEVEL: 'silent' });

const BUSY = "The server can't do this right now, so nothing was saved. Try again in a moment.";

const health = async () => (await fetch(`${portrait().url}/healthz`)).status;

/** Changes language and picture. @returns the response's status, Retry-After and message */
async function changes(page: Browser) {
  await page.submits('profile', { language: 'de', avatar: await picture() });
  return [page.statuses, page.headers.get('retry-after'), page.alert];
}

/** What must hold while nothing can be written, and afterwards. */
async function canBeReadAlone(harm: () => Promise<() => Promise<void>>): Promise<void> {
  const [page, user] = await newSignedInPerson(portrait());
  const stranger = await newPerson();
  const mend = await harm();
  expect((await page.opens('/en/profile')).status).toBe(200);
  expect(await changes(page)).toEqual([[503], '10', BUSY]);
  expect(page.value('language')).toBe('de');
  const visitor = await signIn(portrait(), stranger.username);
  expect([visitor.status, visitor.alert, visitor.value('username')]).toEqual([503, BUSY, stranger.username]);
  expect((await visitor.opens('/en/profile')).path).toContain('/en/sign-in');
  expect(await health()).toBe(200);
  expect(await findUser(user.username)).toEqual(user);
  await mend();
  expect((await page.opens('/en/profile')).status).toBe(200);
  expect(await changes(page)).toEqual([[303, 200], null, undefined]);
  expect((await signIn(portrait(), stranger.username)).path).toBe('/en/profile');
}

test('while another process locks the database, people can read, no check is skipped, and it recovers', async () => {
  await canBeReadAlone(() => locked(portrait().file));
});

/** Keeps the server from writing to any file, as on a full disk. */
async function full(): Promise<() => Promise<void>> {
  const limit = (bytes: string) =>
    execFileSync('prlimit', [`--pid=${portrait().process().pid}`, `--fsize=${bytes}:unlimited`]);
  limit('1');
  return async () => void limit('unlimited');
}

test('on a full disk people can read, no check is skipped, and it recovers once there is room', async () => {
  await canBeReadAlone(full);
});

test('while a change waits for the lock, the server answers other requests', async () => {
  const [page] = await newSignedInPerson(portrait());
  const unlock = await locked(portrait().file);
  let isOver = false;
  const change = changes(page).then(() => {
    isOver = true;
  });
  const others = [];
  while (!isOver) others.push(await health());
  await change;
  await unlock();
  expect(page.status).toBe(503);
  expect(others.length).toBeGreaterThan(5);
  expect(new Set(others)).toEqual(new Set([200]));
});

test('a start without permissions names the file and is refused', async () => {
  const { database, file } = portrait();
  chmodSync(file, 0o400);
  const { code, err } = await waitForExit(unprivilegedCommand('user', ['list'], database));
  chmodSync(file, 0o600);
  expect([code, err]).toEqual([1, expect.stringContaining(`The database ${file} cannot be written.`)]);
  expect((await waitForExit(unprivilegedCommand('user', ['list'], database))).code).toBe(0);
});

test('while the database is missing pages and health check respond with 503; once it is back they recover', async () => {
  const [page] = await newSignedInPerson(portrait());
  const { file } = portrait();
  renameSync(file, `${file}.elsewhere`);
  expect(await health()).toBe(503);
  await page.opens('/en/profile');
  expect([page.status, page.headers.get('retry-after')]).toEqual([503, '10']);
  expect(page.html).not.toContain('@example.com');
  renameSync(`${file}.elsewhere`, file);
  expect(await health()).toBe(200);
  expect((await page.opens('/en/profile')).status).toBe(200);
  expect(await changes(page)).toEqual([[303, 200], null, undefined]);
});
