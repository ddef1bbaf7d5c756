import { sendMail } from '../lib/adapters/mail';
import type { MailSettings } from '../lib/settings';
import { startMailServer } from './support/mail-server';

const MESSAGE = { id: 'one', to: 'alice@example.com', subject: 'Hello', text: 'Hello, Alice.', language: 'en', at: 0 };

/** How mail is sent through a server on this machine, as if it were another host or not. */
const through = (port: number, isLoopback: boolean): MailSettings => ({
  host: '127.0.0.1',
  port,
  isTls: false,
  isLoopback,
  from: { name: 'Portrait', address: 'portrait@example.com' },
});

test('sends nothing to another host that offers no TLS', async () => {
  const server = await startMailServer();
  await expect(sendMail(through(server.port, false), MESSAGE)).rejects.toThrow(/STARTTLS/);
  expect(server.received).toEqual([]);
  await expect(sendMail(through(server.port, true), MESSAGE)).resolves.toContain('250');
  await server.stop();
});

test('sends nothing to another host whose certificate is not trusted', async () => {
  jest.spyOn(console, 'error').mockReturnValueOnce(); // smtp-server warns of its own, self-signed certificate
  const server = await startMailServer({ disabledCommands: [] });
  await expect(sendMail(through(server.port, false), MESSAGE)).rejects.toThrow(/certificate/i);
  expect(server.received).toEqual([]);
  await expect(sendMail(through(server.port, true), MESSAGE)).resolves.toContain('250');
  await server.stop();
});

test('gives up a mail after a minute, however much a server that never replies keeps the connection alive', async () => {
  const limit = new AbortController();
  const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValueOnce(limit.signal);
  const server = await startMailServer({ onMailFrom: () => limit.abort() }); // and never replies
  await expect(sendMail(through(server.port, true), MESSAGE)).rejects.toThrow(/abort/i);
  expect(timeout.mock.calls).toEqual([[60_000]]);
  await server.stop();
});
