import fc from 'fast-check';
import { db } from '../../db';
import { isLocale } from '../../lib/i18n/locales';
import { usernameKey } from '../../lib/username';
import type { Browser } from '../support/browser';
import { PASSWORD, signInAs } from '../support/people';
import { newSignedInPerson } from '../support/scenes';
import { startOwnServer } from '../support/server';

const portrait = startOwnServer();

/** Set by `npm run fuzz`. A failure prints the seed that reproduces it. */
const SECONDS = Number(process.env.FUZZ_SECONDS ?? 0);
const BOUNDS = SECONDS ? { numRuns: 1e9, interruptAfterTimeLimit: SECONDS * 1000 } : { numRuns: 15 };
const PATIENCE = SECONDS * 1000 + 120_000;

const FORMS = {
  'sign-in': '/en/sign-in',
  'sign-out': '/en/profile',
  profile: '/en/profile',
  password: '/en/profile',
  'session-end': '/en/sessions',
  'sessions-end-others': '/en/sessions',
  'two-factor-start': '/en/two-factor',
  'two-factor-confirm': '/en/two-factor',
  'two-factor-cancel': '/en/two-factor',
};

/** Valid, invalid and hostile values. */
const TEXTS = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.emailAddress(),
  fc.constantFrom(
    ...['', PASSWORD, 'seven quiet lighthouses', 'de', 'on', '123456', 'x'.repeat(10_000), '\0', '\u202e'],
  ),
  fc.constantFrom(...['//evil.example', '/\\evil.example', '\r\nSet-Cookie: evil=1', '<script>', "' OR 1=1 --", '[]']),
);
const NAMES = fc.oneof(
  fc.constantFrom(
    ...['__proto__', 'constructor', 'role', 'company', 'id', 'next', '$ACTION_KEY', '$ACTION_1:0', '$ACTION_1:1'],
  ),
  fc.string({ maxLength: 20 }),
);
const FILES = fc
  .tuple(
    fc.constantFrom('\x89PNG\r\n\x1a\n', '\xff\xd8\xff\xe0', 'RIFF\0\0\0\0WEBPVP8 ', '<svg', ''),
    fc.uint8Array({ maxLength: 3000 }),
  )
  .map(([magic, bytes]) => new File([Buffer.from(magic, 'latin1'), new Uint8Array(bytes)], 'me.png'));

/** The page of a form, for a new user, logged in if necessary. */
async function pageOf(form: keyof typeof FORMS): Promise<Browser> {
  const [page, user] = await newSignedInPerson(portrait());
  await signInAs(user); // elsewhere, too
  if (form === 'sign-in') await page.jar.removeAllCookies();
  await page.opens(FORMS[form]);
  if (form === 'two-factor-confirm' || form === 'two-factor-cancel')
    await page.submits('two-factor-start', { currentPassword: PASSWORD });
  return page;
}

async function isSound(page: Browser, answer: Response): Promise<void> {
  if (answer.status >= 500)
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, expect.any(String)]);
  expect(new URL(answer.headers.get('location') ?? '/', portrait().url).origin).toBe(portrait().url);
  expect(answer.headers.getSetCookie().filter((cookie) => cookie.startsWith('evil'))).toEqual([]);
  await answer.text();
  expect((await page.fetches('/healthz')).status).toBe(200);
}

async function databaseIsSound(): Promise<void> {
  const { query } = db();
  const [users, avatars] = [await query.users.findMany(), await query.avatars.findMany()];
  for (const user of users) {
    expect(user).toMatchObject({ usernameKey: usernameKey(user.username), totpConfirmedAt: null });
    expect([isLocale(user.language), user.passwordHash]).toEqual([
      true,
      expect.stringMatching(/^hmac-sha384:\$2b\$04\$/),
    ]);
    const versions = avatars.filter(({ userId }) => userId === user.id).map(({ version }) => version);
    expect(versions).toEqual(user.avatarVersion ? Array(3).fill(user.avatarVersion) : []);
  }
  expect(await query.recoveryCodes.findMany()).toEqual([]);
  const others = users.filter(({ role }) => role !== 'Engineer');
  expect(others.map(({ username }) => username)).toEqual(['admin@example.com']);
}

afterAll(() => {
  expect(portrait().lines.filter((line) => /unhandled|uncaught/i.test(line))).toEqual([]);
});

test(
  'answers whatever is typed into a form, and keeps the database sound',
  async () => {
    const form = fc.constantFrom(...(Object.keys(FORMS) as (keyof typeof FORMS)[]));
    const typed = fc.array(fc.tuple(fc.nat(), fc.oneof({ weight: 9, arbitrary: TEXTS }, FILES)), { maxLength: 8 });
    const added = fc.array(fc.tuple(NAMES, TEXTS), { maxLength: 3 });
    const sent = async (form: keyof typeof FORMS, typed: [number, string | File][], added: [string, string][]) => {
      const page = await pageOf(form);
      const data = page.filled(form, {});
      const names = [...new Set(data.keys())];
      for (const [which, value] of typed) data.set(names[which % names.length] as string, value as string);
      for (const [name, value] of added) data.append(name, value);
      await isSound(page, await page.fetches(FORMS[form], { method: 'POST', body: data, headers: page.formHeaders() }));
      await databaseIsSound();
    };
    await fc.assert(fc.asyncProperty(form, typed, added, sent), BOUNDS);
  },
  PATIENCE,
);

test(
  'answers however a body is damaged, and keeps the database sound',
  async () => {
    const damage = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      drop: fc.nat(200),
      put: fc.uint8Array({ maxLength: 50 }),
    });
    const type = fc.option(
      fc.constantFrom(
        'multipart/form-data',
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
      ),
    );
    const sent = async (
      form: keyof typeof FORMS,
      damages: { at: number; drop: number; put: Uint8Array }[],
      type: string | null,
      isScripted: boolean,
    ) => {
      const page = await pageOf(form);
      const whole = new Response(page.filled(form, {}));
      const action = /[0-9a-f]{42}/.exec(page.html)?.[0] ?? '';
      const headers = {
        ...page.formHeaders(),
        'content-type': type ?? whole.headers.get('content-type') ?? '',
        ...(isScripted && { 'next-action': action }),
      };
      const body = damages.reduce(damaged, Buffer.from(await whole.arrayBuffer()));
      await isSound(page, await page.fetches(FORMS[form], { method: 'POST', body: new Uint8Array(body), headers }));
      await databaseIsSound();
    };
    const form = fc.constantFrom(...(Object.keys(FORMS) as (keyof typeof FORMS)[]));
    await fc.assert(fc.asyncProperty(form, fc.array(damage, { maxLength: 4 }), type, fc.boolean(), sent), BOUNDS);
  },
  PATIENCE,
);

function damaged(body: Buffer, { at, drop, put }: { at: number; drop: number; put: Uint8Array }): Buffer {
  const from = Math.floor(at * body.length);
  return Buffer.concat([body.subarray(0, from), put, body.subarray(from + drop)]);
}
