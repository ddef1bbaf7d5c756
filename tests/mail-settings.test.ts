import { settings } from '../lib/settings';

const MAIL_FROM = 'Portrait <portrait@example.com>';

test.each([
  ['smtp://mail.example.com', { host: 'mail.example.com', port: 587, isTls: false, isLoopback: false }],
  ['smtps://mail.example.com', { port: 465, isTls: true }],
  ['smtp://me%40x.org:p%40ss%3A@mail.example.com:2525', { port: 2525, auth: { user: 'me@x.org', pass: 'p@ss:' } }],
  ['smtp://[::1]:25', { host: '::1', port: 25, isLoopback: true }],
  ['smtp://127.0.0.1:1025', { isLoopback: true }],
  ['smtp://localhost', { isLoopback: true }],
  ['smtp://localhost.example.com', { isLoopback: false }],
])('SMTP_URL may be %s', (SMTP_URL, server) => {
  expect(settings({ SMTP_URL, MAIL_FROM }).mail).toMatchObject(server);
});

test.each([
  [MAIL_FROM, { name: 'Portrait', address: 'portrait@example.com' }],
  ['portrait@example.com', { name: '', address: 'portrait@example.com' }],
  ['"Konto, Müller & Co." <konto@example.com>', { name: 'Konto, Müller & Co.', address: 'konto@example.com' }],
])('MAIL_FROM may be %s', (from, mailbox) => {
  expect(settings({ SMTP_URL: 'smtp://localhost', MAIL_FROM: from }).mail?.from).toEqual(mailbox);
});

test.each(['mail.example.com', 'http://mail.example.com', 'smtp://', 'smtp://host/path', 'smtp://h:0', 'smtp://%zz@h'])(
  'SMTP_URL may not be %s, and the sentence does not repeat it',
  (SMTP_URL) => {
    expect(() => settings({ SMTP_URL, MAIL_FROM })).toThrow(/^SMTP_URL must be smtp:\/\/user:password@host:587 or/);
  },
);

test.each(['', 'portrait', 'a@example.com, b@example.com', 'P\r\nBcc: <eve@example.com>', 'P <a@example.com> x'])(
  'MAIL_FROM may not be %j',
  (from) => {
    expect(() => settings({ SMTP_URL: 'smtp://localhost', MAIL_FROM: from })).toThrow(/^MAIL_FROM must be/);
  },
);

test('mail is off without SMTP_URL', () => {
  expect(settings({ MAIL_FROM }).mail).toBeUndefined();
});
