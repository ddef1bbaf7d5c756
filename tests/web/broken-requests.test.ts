import { EDGE, everyForm, expectRejected, type Fields, fieldsOf, MULTIPART, multipart, post } from '../support/broken';
import { Browser } from '../support/browser';
import { PASSWORD } from '../support/people';
import { newSignedInPerson } from '../support/scenes';
import { startServer } from '../support/server';
import { message, sendRaw } from '../support/wire';

const portrait = startServer({ LOG_LEVEL: 'warn' });

const UNKNOWN_ACTION = `40${'a'.repeat(40)}`;

const DAMAGED = 'arrived damaged';
const UNREADABLE = "in a format this page can't read";
const TOO_LARGE = 'too large';
const NOT_HERE = 'nothing at this address';

test('accepts the form that the other tests break', async () => {
  const [page] = await newSignedInPerson(portrait());
  const heard = await post(page, {}, multipart(fieldsOf(page)));
  expect([heard.status, heard.head]).toEqual([303, expect.stringContaining('Location: /de/profile')]);
});

test.each<[string, (fields: Fields) => string, number, string]>([
  ['nothing', () => '', 400, DAMAGED],
  ['bytes that are no form', () => '\xff\xfe\x00 junk', 400, DAMAGED],
  ['a form cut short', (fields) => multipart(fields).slice(0, -8), 400, DAMAGED],
  ['a form cut within a field', (fields) => multipart(fields).slice(0, 200), 400, DAMAGED],
  ['another boundary than it says', (fields) => multipart(fields).replaceAll(EDGE, 'another'), 400, DAMAGED],
  ['lines that end in LF', (fields) => multipart(fields).replaceAll('\r\n', '\n'), 400, DAMAGED],
  ['a field without a name', (fields) => multipart(fields).replace(/; name="[^"]*"/, ''), 400, DAMAGED],
  ['no action', () => multipart([['language', 'de']]), 400, DAMAGED],
  ['no field at all', () => `--${EDGE}--\r\n`, 400, DAMAGED],
  ['20,000 fields', (fields) => multipart([...fields, ...Array(20_000).fill(['f', 'v'])]), 400, DAMAGED],
  [
    'a part with 1 MB of headers',
    (fields) => multipart([...fields, ['f', 'v', `\r\nX: ${'x'.repeat(1 << 20)}`]]),
    400,
    DAMAGED,
  ],
  ['a name of 1 MB', (fields) => multipart([...fields, ['f'.repeat(1 << 20), 'v']]), 400, DAMAGED],
  ['a text of 100 KB', (fields) => multipart([...fields, ['username', 'u'.repeat(100_000)]]), 413, TOO_LARGE],
  ['three actions', (fields) => multipart([...fields, ['$ACTION_REF_2', ''], ['$ACTION_REF_3', '']]), 400, DAMAGED],
  ['its action twice', (fields) => multipart([...fields, ...fields]), 400, DAMAGED],
  ['an action that is none', () => multipart([['$ACTION_ID_junk', '']]), 400, DAMAGED],
  ['an action named as what objects have', () => multipart([['$ACTION_ID_constructor', '']]), 400, DAMAGED],
  ['bound values that cannot be read', (fields) => multipart(fields.map(unreadable)), 400, DAMAGED],
  [
    'an action of before the last build',
    () => multipart([[`$ACTION_ID_${UNKNOWN_ACTION}`, '']]),
    409,
    'before a system update',
  ],
])('refuses a form of %s with a page', async (_, body, status, sentence) => {
  await expectRejected(portrait(), (page) => post(page, {}, body(fieldsOf(page))), status, sentence);
});

/** Replaces the values bound to the form's action with junk. */
function unreadable([name, value]: Fields[number]): Fields[number] {
  return /^\$ACTION_\d+:[1-9]/.test(name) ? [name, '{"$":["$@'] : [name, value];
}

test.each([
  ['no type', undefined, 415, UNREADABLE],
  ['no boundary', 'multipart/form-data', 415, UNREADABLE],
  ['an empty boundary', 'multipart/form-data; boundary=', 400, DAMAGED],
  ['a boundary of 1000 letters', `multipart/form-data; boundary=${'b'.repeat(1000)}`, 400, DAMAGED],
  ['urlencoded fields', 'application/x-www-form-urlencoded', 415, UNREADABLE],
  ['JSON', 'application/json', 415, UNREADABLE],
])('refuses a form with %s as its type', async (_, type, status, sentence) => {
  await expectRejected(
    portrait(),
    (page) => post(page, { 'content-type': type }, multipart(fieldsOf(page))),
    status,
    sentence,
  );
});

test.each([
  ['a foreign origin', { origin: 'https://evil.example' }],
  ['no origin', { origin: undefined }],
  ['another site', { 'sec-fetch-site': 'cross-site' }],
  [
    'a foreign origin that a forwarded host would make ours',
    { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' },
  ],
])('refuses a form from %s with a page', async (_, headers) => {
  const sent = (page: Browser) => post(page, headers, multipart(fieldsOf(page)));
  await expectRejected(portrait(), sent, 403, 'was sent from another site');
});

test.each([
  ['GET //evil.example/en/profile', 404, NOT_HERE],
  ['GET /\\evil.example', 404, NOT_HERE],
  ['GET /%2F%2Fevil.example/profile.php', 404, NOT_HERE],
  ['GET /en/%2e%2e%2f%2e%2e%2fetc%2fpasswd', 404, 'Page not found'],
  ['GET /en/profile%2F..%2Fnothing', 404, 'Page not found'],
  ['GET /en/%00', 404, 'Page not found'],
  ['GET /en/%zz', 404, NOT_HERE],
  ['GET /en/%ff', 404, NOT_HERE],
  ['GET /fr/%ff', 404, 'Il n’y a rien à cette adresse'],
  ['GET /_next/image?url=%2Ficon.svg&w=64&q=75', 404, NOT_HERE],
  ['GET /_next/image?url=http%3A%2F%2F127.0.0.1%2F&w=64&q=75', 404, NOT_HERE],
  ['GET /_next/static/..%2f..%2fserver%2fserver-reference-manifest.json', 404, NOT_HERE],
  ['GET /.env', 404, NOT_HERE],
  ['DELETE /en/profile', 405, 'that kind of request'],
  ['OPTIONS *', 405, 'that kind of request'],
  ['POST /', 405, 'that kind of request'],
  ['POST /healthz', 405, 'that kind of request'],
  ['POST /icon.svg', 405, 'that kind of request'],
])('responds to %s with %s and a page', async (first, status, sentence) => {
  await expectRejected(portrait(), () => sendRaw(portrait().url, ...message(first)), status, sentence);
});

test.each([
  ['PUT /en/profile', 'GET, HEAD, POST'],
  ['POST /healthz', 'GET, HEAD'],
  ['POST /en/activity/csv', 'GET, HEAD'],
  ['GET /api/auth/signout', 'POST'],
])('names the allowed methods in a 405 to %s (RFC 9110, section 15.5.6)', async (first, allowed) => {
  const headers = { origin: portrait().url, 'content-type': MULTIPART };
  const heard = await sendRaw(portrait().url, ...message(first, headers, multipart([['a', 'b']])));
  expect([heard.status, heard.head]).toEqual([405, expect.stringMatching(new RegExp(`^allow: ${allowed}\\r$`, 'im'))]);
});

test.each([
  ['/en/profile', 'en', 'ltr'],
  ['/ar/profile', 'ar', 'rtl'],
])('shows a status page for %s in its language and direction', async (path, lang, dir) => {
  const page = new Browser(portrait().url);
  await page.goes(path, { method: 'PUT' });
  const { documentElement: html, title } = page.document;
  expect([page.status, html.lang, html.dir]).toEqual([405, lang, dir]);
  expect(title).toBe(`${page.text('h1')} · Portrait`);
  expect(page.document.querySelector('header a')?.getAttribute('href')).toBe(`/${lang}`);
});

test.each([
  '/en/sign-in?next=%0d%0aSet-Cookie:%20evil=1',
  '/en/%0d%0aSet-Cookie:%20evil=1',
  '/%0d%0aSet-Cookie:%20evil=1',
  '/sign-in?next=%0d%0aSet-Cookie:%20evil=1',
  '/en//%0d%0aSet-Cookie:%20evil=1',
  '/api/auth/signin?callbackUrl=%0d%0aSet-Cookie:%20evil=1',
])('a line break in %s adds no header', async (path) => {
  const heard = await sendRaw(portrait().url, ...message(`GET ${path}`, { 'accept-language': 'en' }));
  expect(heard.status).toBeLessThan(500);
  expect(heard.head).not.toMatch(/^set-cookie: *evil/im);
});

test('accepts 15 KB of cookies, and shows a page for 17 KB', async () => {
  const asked = (length: number) =>
    sendRaw(portrait().url, ...message('GET /ru/sign-in', { cookie: `c=${'c'.repeat(length)}` }));
  expect((await asked(15_000)).status).toBe(200);
  const heard = await asked(17_000);
  expect([heard.status, heard.body]).toEqual([431, expect.stringContaining('файлы cookie этого сайта')]);
});

/** The profile form with another username: bytes as latin1. */
function typed(page: Browser, username: string): string {
  const fields = fieldsOf(page).map(([name, value]): Fields[number] => [name, name === 'username' ? username : value]);
  return multipart([...fields.filter(([name]) => name !== 'currentPassword'), ['currentPassword', PASSWORD]]);
}

test('rejects text that is not UTF-8, with and without JavaScript', async () => {
  const junk = '\xff\xfe@example.com';
  await expectRejected(portrait(), (page) => post(page, {}, typed(page, junk)), 400, DAMAGED);
  const scripted = { 'next-action': UNKNOWN_ACTION };
  await expectRejected(portrait(), (page) => post(page, scripted, typed(page, junk)), 400, DAMAGED);
});

test('refuses the field that contains a NUL', async () => {
  const [page] = await newSignedInPerson(portrait());
  const before = await everyForm();
  const heard = await post(page, {}, typed(page, 'a\x00b@example.com'));
  expect([heard.status, heard.body]).toEqual([200, expect.stringContaining('aria-invalid="true"')]);
  expect(await everyForm()).toEqual(before);
});

test('writes one line to the log for each broken form', async () => {
  const [page] = await newSignedInPerson(portrait());
  const already = portrait().lines.length;
  for (const [headers, body] of [
    [{}, multipart([['$ACTION_ID_junk', '']])],
    [{}, multipart([[`$ACTION_ID_${UNKNOWN_ACTION}`, '']])],
    [{}, multipart(fieldsOf(page).map(unreadable))],
    [{ 'next-action': 'junk' }, multipart([['0', '[]']])],
    [{ 'next-action': UNKNOWN_ACTION }, multipart([['0', '[']])],
  ] as [Record<string, string>, string][])
    expect((await post(page, headers, body)).status).toBeGreaterThanOrEqual(400);
  await page.fetches('/healthz');
  const lines = portrait().lines.slice(already);
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.filter((line) => !line.startsWith('{'))).toEqual([]);
});
