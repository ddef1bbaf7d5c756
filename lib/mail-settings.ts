import isEmail from 'validator/lib/isEmail.js';
import { isLoopback } from './address';

export type Mailbox = { name: string; address: string };

export type SmtpServer = {
  host: string;
  port: number;
  /** TLS from the first byte (RFC 8314); otherwise STARTTLS, which only a loopback host may do without. */
  isTls: boolean;
  isLoopback: boolean;
  auth?: { user: string; pass: string };
};

export type MailSettings = SmtpServer & { from: Mailbox };

/** Reads `smtp://user:password@host:port` or `smtps://…`. */
export function parseSmtpUrl(text: string): SmtpServer | undefined {
  if (!/^smtps?:\/\/[^/]/i.test(text) || !URL.canParse(text)) return undefined;
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(text);
  if (hostname === '' || port === '0' || !/^\/?$/.test(pathname) || search || hash) return undefined;
  const isTls = protocol === 'smtps:';
  const auth = decoded(username, password);
  if (!auth) return undefined;
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (isTls ? 465 : 587),
    isTls,
    isLoopback: isLoopback(hostname),
    auth: auth.user === '' ? undefined : auth,
  };
}

function decoded(username: string, password: string): SmtpServer['auth'] {
  try {
    return { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  } catch {
    return undefined;
  }
}

/** Reads `name@example.com`, or `Name <name@example.com>`. */
export function parseMailFrom(text: string): Mailbox | undefined {
  const [, quoted = '', bracketed] = /^([^<>]*)<([^<>]+)>$/.exec(text.trim()) ?? [];
  const address = (bracketed ?? text).trim();
  const name = quoted.trim().replace(/^"(.*)"$/, '$1');
  return isEmail(address) && !/\p{C}/u.test(name) ? { name, address } : undefined;
}
