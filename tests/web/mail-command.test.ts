import { command, waitForExit } from '../support/command';
import { newFolder, removeFolder } from '../support/folder';
import { type MailServer, mailEnv, startMailServer } from '../support/mail-server';

let mail: MailServer;
let folder: string;
beforeEach(async () => {
  mail = await startMailServer();
  folder = newFolder();
});
afterEach(async () => {
  await mail.stop();
  removeFolder(folder);
});

const run = (args: string[], env: Record<string, string>) =>
  waitForExit(command('mail', args, `file:${folder}/portrait.db`, { env }));

test('sends a test mail and prints what the server replied', async () => {
  const { code, out } = await run(['test', 'someone@example.com'], mailEnv(mail));
  expect([code, out]).toEqual([
    0,
    expect.stringMatching(/^Sent to someone@example.com through 127\.0\.0\.1:\d+\. The server replied: 250 /),
  ]);
  expect((await mail.next('someone@example.com')).headers.subject).toBe('Test email');
});

test('says why a test mail was not sent', async () => {
  const refused = await run(['test', 'someone@example.com'], mailEnv({ url: 'smtp://127.0.0.1:1' }));
  expect(refused).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringMatching(/^The mail was not sent: .*ECONNREFUSED/),
  });
});

test.each([
  [['test', 'nobody'], {}, 'nobody is not an e-mail address.'],
  [['test', 'a@example.com'], { SMTP_URL: '' }, 'SMTP_URL is not set, so no mail is sent.'],
  [['test', 'a@example.com'], { SMTP_URL: 'mail.example.com' }, 'SMTP_URL must be smtp://'],
  [['test', 'a@example.com'], { MAIL_FROM: '' }, 'MAIL_FROM must be an address'],
])('%j with %j is refused with a sentence', async (args, env, sentence) => {
  expect(await run(args, { ...mailEnv(mail), ...env })).toMatchObject({
    code: 1,
    err: expect.stringContaining(sentence),
  });
});

test('--help says what it does', async () => {
  expect(await run(['--help'], {})).toMatchObject({ code: 0, out: expect.stringContaining('send a test mail') });
});
