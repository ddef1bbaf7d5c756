import { once } from 'node:events';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { deliverDue } from '../../lib/mail/delivery';
import { type MailSettings, mailSettings } from '../../lib/settings';
import { launchServer, type Portrait } from './server';

export type Mail = {
  /** As it came over the wire. */
  raw: string;
  headers: Record<string, string>;
  text: string;
};

type Received = Mail & {
  from: string;
  to: string[];
};

export type MailServer = {
  url: string;
  port: number;
  received: Received[];
  /** Waits for the next mail to an address, and takes it. */
  next(to: string): Promise<Received>;
  stop(): Promise<void>;
};

/** Starts a real SMTP server on loopback. */
export async function startMailServer(options: SMTPServerOptions = {}, port = 0): Promise<MailServer> {
  const received: Received[] = [];
  let waiting: (() => boolean)[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'], // or it warns of its certificate
    disableReverseLookup: true,
    closeTimeout: 100,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const raw = Buffer.concat(chunks).toString();
        received.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          ...readMail(raw),
        });
        waiting = waiting.filter((isServed) => !isServed());
        done();
      });
    },
    ...options,
  });
  server.on('error', () => {}); // a client that went away
  server.listen(port, '127.0.0.1');
  server.server.unref(); // a failed test that leaves it open doesn't keep Jest running
  await once(server.server, 'listening');
  const address = server.server.address() as { port: number };
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    port: address.port,
    received,
    next: (to) =>
      new Promise((resolve) => {
        const take = () => {
          const at = received.findIndex((mail) => mail.to.includes(to));
          if (at >= 0) resolve(received.splice(at, 1)[0] as Received);
          return at >= 0;
        };
        if (!take()) waiting.push(take);
      }),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Reads a mail as it came over the wire. */
export function readMail(raw: string): Mail {
  const [head = '', ...body] = raw.split('\r\n\r\n');
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      decodeWords(line.slice(line.indexOf(':') + 2)),
    ]),
  );
  return { raw, headers, text: decodeBody(body.join('\r\n\r\n'), headers['content-transfer-encoding']) };
}

/** RFC 2047. */
function decodeWords(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([BQ])\?(.*?)\?=/gi, (_, encoding: string, word: string) =>
      encoding.toUpperCase() === 'B' ? `{${word}}` : decodeQuoted(word.replaceAll('_', ' ')),
    )
    .replace(/(\{[\w+/=]+\})+/g, (words) =>
      Buffer.concat(
        words
          .slice(1, -1)
          .split('}{')
          .map((word) => Buffer.from(word, 'base64')),
      ).toString(),
    );
}

function decodeBody(body: string, encoding = '7bit'): string {
  const text = encoding === 'base64' ? Buffer.from(body, 'base64').toString() : body;
  return (encoding === 'quoted-printable' ? decodeQuoted(body.replace(/=\r\n/g, '')) : text).replaceAll('\r\n', '\n');
}

/** RFC 2045, section 6.7. */
function decodeQuoted(text: string): string {
  const bytes = text.replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}

/** The path of the link in a mail. */
export function linkIn({ text }: Mail): string {
  const link = /^https?:\S+token=\S+$/m.exec(text)?.[0];
  if (!link) throw new Error(`no link in:\n${text}`);
  const { pathname, search } = new URL(link);
  return pathname + search;
}

/** The settings with which Portrait sends through a server. */
export const mailEnv = ({ url }: { url: string }) => ({ SMTP_URL: url, MAIL_FROM: 'Portrait <portrait@example.com>' });

/** Starts Portrait and a mail server for the tests of a file. */
export function startServerWithMail(env: Record<string, string> = {}): () => [Portrait, MailServer] {
  let mail: MailServer;
  let portrait: Portrait;
  beforeAll(async () => {
    mail = await startMailServer();
    portrait = await launchServer({ ...mailEnv(mail), ...env });
  });
  afterAll(async () => {
    await portrait.stop();
    await mail.stop();
  });
  return () => [portrait, mail];
}

/** Gives the tests of a file a mail server, and turns mail on for what they call. */
export function useMailServer(): () => MailServer {
  let server: MailServer;
  beforeEach(async () => {
    server = await startMailServer();
    Object.assign(process.env, mailEnv(server));
  });
  afterEach(async () => {
    delete process.env.SMTP_URL;
    delete process.env.MAIL_FROM;
    await server.stop();
  });
  return () => server;
}

/** Sends everything that is due. */
export async function deliver(): Promise<void> {
  await deliverDue(mailSettings() as MailSettings);
}
