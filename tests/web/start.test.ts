import { once } from 'node:events';
import { readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { eq } from 'drizzle-orm';
import { db } from '../../db';
import { users } from '../../db/schema';
import { Browser } from '../support/browser';
import { command, waitForExit } from '../support/command';
import { newDatabase } from '../support/database';
import { newFolder, removeFolder } from '../support/folder';
import { addPasskeyOf } from '../support/passkeys';
import { findUser } from '../support/people';
import { enableTwoFactorOf, newPerson } from '../support/scenes';
import { launchServer } from '../support/server';
import { until } from '../support/until';

test.each([
  [
    'ADMIN_PASSWORD',
    'short',
    /^ADMIN_PASSWORD cannot be used: The new password is too short. Use at least 15 characters/m,
  ],
  ['ADMIN_USERNAME', 'root', /^ADMIN_USERNAME cannot be used: The username must be an email address/m],
  ['APP_LOGO', '/nowhere.svg', /^APP_LOGO must be a PNG, WebP or SVG file, and \/nowhere\.svg [^.]+\.$/m],
  ['LOG_LEVEL', 'loud', /^LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent, not "loud"\.$/m],
  ['HOST', '192.0.2.1', /^HOST must be an address of this machine, not "192\.0\.2\.1"\.$/m],
  ['PORT', '99999', /^PORT must be a whole number from 1 to 65535, not "99999"\.$/m],
])('a wrong %s stops the start with a sentence that names it', async (name, value, sentence) => {
  const started = launchServer({ [name]: value });
  await expect(started).rejects.toThrow(sentence);
  await expect(started).rejects.not.toThrow(/\n\s+at /);
});

test.each(['1', '3'])(
  'a port in use by another program is reported once, by %s server processes',
  async (processes) => {
    const another = createServer().listen(0, '127.0.0.1').unref();
    await once(another, 'listening');
    const { port } = another.address() as { port: number };
    const database = await newDatabase();
    const env = { WEB_CONCURRENCY: processes, PORT: `${port}` };
    const { code, out, err } = await waitForExit(command('server', [], database.url, { env }));
    another.close();
    expect([code, out, err]).toEqual([1, '', `PORT ${port} is in use by another program; choose another one.\n`]);
    const next = await launchServer({}, { database });
    expect(next.lines).toContainEqual(expect.stringMatching(/^Password, shown only this once: \S+$/));
    await next.stop();
  },
);

test.each(['1', '2'])('the first start of %s server processes ends with one block', async (processes) => {
  const portrait = await launchServer({ WEB_CONCURRENCY: processes, LOG_LEVEL: 'info' });
  expect(portrait.lines.join()).toContain('"account-created"');
  expect(portrait.lines.slice(-5)).toEqual([
    '',
    `Portrait is at ${portrait.url}`,
    'The first administrator: admin@example.com',
    expect.stringMatching(/^Password, shown only this once: \S{20,}$/),
    'To add people: npm run user -- create --username name@example.com --company Example',
  ]);
  expect(portrait.lines.join()).not.toContain('next.config');
  const [, , , password = ''] = portrait.lines.slice(-5).map((line) => line.split(': ')[1]);
  const browser = await new Browser(portrait.url).opens('/en/sign-in');
  await browser.submits('sign-in', { username: 'admin@example.com', password });
  expect(browser.path).toBe('/en/profile');
  await portrait.killAndRestart();
  expect(portrait.lines.at(-1)).toBe(`Portrait is at ${portrait.url}`);
  await portrait.stop();
});

test('a start brings what is stored up to date with the release and the settings', async () => {
  const database = await newDatabase();
  const before = await launchServer({}, { database });
  const user = await newPerson();
  await addPasskeyOf(user);
  await enableTwoFactorOf(user);
  await db().update(users).set({ administrator: false });
  await db().update(users).set({ usernameKey: 'of an earlier release' }).where(eq(users.id, user.id));
  await before.kill('SIGTERM');
  const AUTH_SECRET = `another secret of 32 bytes or more,${process.env.AUTH_SECRET}`;
  const portrait = await launchServer(
    { AUTH_SECRET, LOG_LEVEL: 'info', APP_URL: 'http://account.localhost' },
    { database },
  );
  const lines = portrait.lines.join('\n');
  expect(lines).toContain('Everything is encrypted with the first AUTH_SECRET');
  expect(lines).toContain('Passkeys that were made for another host than account.localhost');
  expect(portrait.lines.at(-1)).toMatch(/^No account may administer people yet\. To name one: npm run user -- set /);
  expect(await findUser(user.username)).toMatchObject({ id: user.id });
  await portrait.stop();
});

test('a start of an old release says so, and a reload without a build keeps the old processes', async () => {
  const cwd = newFolder();
  for (const name of readdirSync('.').filter((name) => name !== 'package.json'))
    symlinkSync(resolve(name), join(cwd, name));
  writeFileSync(join(cwd, 'package.json'), '{ "version": "9.8.7", "released": "2026-01-02" }');
  const portrait = await launchServer({ WEB_CONCURRENCY: '2' }, { cwd });
  expect(portrait.lines).toContain(
    'Portrait 9.8.7 was released on 2026-01-02. For security fixes, update it: see docs/updating.md.',
  );
  rmSync(join(cwd, '.next')); // as in the middle of an update
  portrait.process().kill('SIGUSR2');
  await until(() => portrait.lines.includes('A new server process did not start; the old ones keep running.'));
  expect((await fetch(`${portrait.url}/nothing.txt`)).status).toBe(404); // it still answers
  await portrait.stop();
  removeFolder(cwd);
});
