import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Browser } from '../support/browser';
import { newFolder, removeFolder } from '../support/folder';
import { linkIn, mailEnv, readMail } from '../support/mail-server';
import { startProgram } from '../support/program';
import { newPerson } from '../support/scenes';
import { freePort, launchServer, type Portrait } from '../support/server';

const NEW = 'seven quiet lighthouses';

let folder: string;
let stopMailServer: () => Promise<void>;
let portrait: Portrait;

beforeEach(async () => {
  folder = newFolder();
  const port = await freePort();
  const handler = ['-c', 'aiosmtpd.handlers.Mailbox', join(folder, 'mail')];
  stopMailServer = await startProgram('/usr/bin/aiosmtpd', ['-n', '-l', `127.0.0.1:${port}`, ...handler], port);
  portrait = await launchServer(mailEnv({ url: `smtp://127.0.0.1:${port}` }));
});

afterEach(async () => {
  await portrait.stop();
  await stopMailServer();
  removeFolder(folder);
});

test('a forgotten password is set by a link that aiosmtpd delivers to a mailbox', async () => {
  const user = await newPerson();
  const page = await new Browser(portrait.url).opens('/ar/forgotten-password');
  await page.submits('forgotten-password', { username: user.username });
  const mail = readMail(await firstMail());
  expect(mail.headers).toMatchObject({ to: user.username, 'x-rcptto': user.username });
  await page.opens(linkIn(mail));
  await page.submits('set-password', { newPassword: NEW, confirmPassword: NEW });
  await page.submits('sign-in', { username: user.username, password: NEW });
  expect(page.path).toBe('/en/profile');
});

/** The first mail of the mailbox: a file of a Maildir. */
async function firstMail(): Promise<string> {
  for (;;) {
    const [name] = readdirSync(join(folder, 'mail/new'), { withFileTypes: true });
    if (name) return readFileSync(join(folder, 'mail/new', name.name), 'utf8').replace(/\r?\n/g, '\r\n');
    await new Promise(setImmediate);
  }
}
