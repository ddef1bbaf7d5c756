import { createTransport } from 'nodemailer';
import isEmail from 'validator/lib/isEmail.js';
import type { MailSettings } from '../settings';

export type Message = {
  /** Without the angle brackets. The same whenever the same mail is sent again. */
  id: string;
  to: string;
  subject: string;
  text: string;
  /** A language tag (BCP 47). */
  language: string;
  /** Milliseconds since the epoch. */
  at: number;
};

const TIMEOUT_MS = 15_000;

/** However slowly a server replies, a mail is given up after this long. */
export const SENDING_LIMIT_MS = 60_000;

/** How nodemailer marks the error. */
const REFUSED_RECIPIENT = { code: 'EENVELOPE', command: 'RCPT TO' };

/** Whether a mail failed because of its address alone, so that the server may accept others. */
export function isRecipientRefused(error: unknown): boolean {
  const { code, command } = error as Partial<typeof REFUSED_RECIPIENT>;
  return code === REFUSED_RECIPIENT.code && command === REFUSED_RECIPIENT.command;
}

/**
 * Sends one mail over a connection of its own.
 *
 * @returns the server's reply
 * @throws if the server can't be reached, refuses, or takes too long
 */
export async function sendMail(server: MailSettings, message: Message, cut?: AbortSignal): Promise<string> {
  if (!isEmail(message.to))
    throw Object.assign(new Error(`${JSON.stringify(message.to)} is not one e-mail address.`), REFUSED_RECIPIENT);
  const { host, port, isTls, isLoopback, auth, from } = server;
  const transport = createTransport({
    host,
    port,
    auth,
    secure: isTls,
    requireTLS: !isTls && !isLoopback,
    // A mail server on this machine usually has a self-signed certificate.
    tls: { rejectUnauthorized: !isLoopback },
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const recipient = { name: '', address: message.to };
  const limit = AbortSignal.timeout(SENDING_LIMIT_MS);
  const { response } = await transport.sendMail({
    from,
    // Objects, because nodemailer reads a text as a list of addresses.
    to: recipient,
    envelope: { from, to: recipient },
    messageId: `<${message.id}@${from.address.split('@').at(-1)}>`,
    date: new Date(message.at),
    subject: message.subject,
    text: message.text,
    headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': message.language },
    signal: cut ? AbortSignal.any([cut, limit]) : limit,
  });
  return response;
}
