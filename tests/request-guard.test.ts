import { checkRequest, hasTooManyParameters, type RequestHead } from '../lib/server/request-guard';
import { nextPath } from '../lib/web/next-path';

const HOME = 'https://account.example.com';
const ORIGINS = [HOME, 'https://konto.example.com'];
const MULTIPART = 'multipart/form-data; boundary=x';
const URLENCODED = 'application/x-www-form-urlencoded';
const MEGABYTE = 1024 * 1024;

const checked = (head: Partial<RequestHead>) => checkRequest({ url: '/en/profile', headers: {}, ...head }, ORIGINS);

const posted = (headers: RequestHead['headers'], url = '/en/profile') =>
  checked({ method: 'POST', url, headers: { origin: HOME, 'content-type': MULTIPART, ...headers } });

test.each(['GET', 'HEAD'])('accepts %s from any origin', (method) => {
  const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  expect(checked({ method, headers })).toBeUndefined();
});

test.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'CONNECT', 'get', undefined])(
  'rejects the method %s',
  (method) => {
    expect(checked({ method, headers: { origin: HOME, 'content-type': MULTIPART } })).toBe(405);
  },
);

test.each([
  ...['//evil.example', '/\\evil.example', 'http://evil.example/en/profile', 'en/profile', '/en/%zz', '/%ff', ''],
  ...['/en/profile.segments/_tree.segment.rsc', '/en/profile.rsc', '/en/_tree', '/en/(.)two-factor', '/_not-found'],
  ...['/_next/image?url=%2Ficon.svg&w=64&q=75', '/_next/data/x/en/profile.json', '/__nextjs_source-map', '/index.php'],
  ...['/api/auth/signin', '/api/auth/providers', '/api/auth/error', '/api/auth/callback/google', '/api/authentic'],
  ...['/_next/static/../../en/profile', '/_next/static/./../api/auth/providers', '/_next/static//en', '/_next/static/'],
  ...['/avatars/a', '/.well-known/openid-configuration', '/en/profile%2F..%2Fnothing', '/en/../profile'],
])('responds with 404 for %j', (url) => {
  expect([checked({ method: 'GET', url }), posted({}, url)]).toEqual([404, 404]);
});

test.each([
  ...['/', '/profile', '/healthz', '/avatars/a-1/b-2', '/icon.svg', '/english/profile', '/favicon.ico'],
  ...['/common-passwords.txt', '/.well-known/change-password', '/api/auth/session', '/_next/static/chunks/a~b.js'],
])('%s accepts no form', (url) => {
  expect(posted({}, url)).toBe(405);
  expect(checked({ method: 'GET', url })).toBeUndefined();
});

test.each(['/api/auth/signout', '/api/auth/callback/credentials'])('%s accepts only forms', (url) => {
  expect(checked({ method: 'GET', url })).toBe(405);
  expect(posted({ 'content-type': URLENCODED }, url)).toBeUndefined();
});

test.each([
  ['a length', { 'content-length': '1' }, 400],
  ['chunks', { 'transfer-encoding': 'chunked' }, 400],
  ['a length of nothing', { 'content-length': '0' }, undefined],
])('GET with a body of %s gets %s', (_, headers, status) => {
  expect(checked({ method: 'GET', headers })).toBe(status);
});

test('accepts a hundred query parameters and no more', () => {
  const url = (count: number) => `/en/people?${Array(count).fill('q=a').join('&')}`;
  const refused = [100, 101].map((count) => hasTooManyParameters({ url: url(count), headers: {} }));
  expect(refused).toEqual([false, true]);
});

test('requires a host in HTTP/1.1', () => {
  expect(checked({ method: 'GET', httpVersion: '1.1' })).toBe(400);
  expect(checked({ method: 'GET', httpVersion: '1.1', headers: { host: 'a' } })).toBeUndefined();
  expect(checked({ method: 'GET', httpVersion: '1.0' })).toBeUndefined();
});

test('rejects a second host', () => {
  const head = { method: 'GET', headers: { host: 'a' } };
  expect(checked({ ...head, headersDistinct: { host: ['a', 'b'] } })).toBe(400);
  expect(checked({ ...head, headersDistinct: { host: ['a'] } })).toBeUndefined();
});

test.each([
  ['junk', 400],
  ['%5B%5D', 400],
  ['%zz', 400],
  [encodeURIComponent('["",{"children":["__proto__"]}]'), 400],
  [encodeURIComponent('["",{"children":[["locale","en","d"],{}]}]'), 400],
  [encodeURIComponent('["",{},null,"all"]'), 400],
  [encodeURIComponent('["",{},null,null,true]'), 400],
  [encodeURIComponent(`["",{},null,null,1,"${'x'.repeat(40_000)}"]`), 400],
  [
    encodeURIComponent('["",{"children":[["locale","en","d",null],{"children":["profile",{}]}]},null,null,16]'),
    undefined,
  ],
])('the router state %.80s gets %s', (state, status) => {
  expect(checked({ method: 'GET', headers: { rsc: '1', 'next-router-state-tree': state } })).toBe(status);
});

test.each([
  ['of our own', {}],
  ['from the other origin in APP_URL', { origin: ORIGINS[1] }],
  ['that says it is of this origin', { 'sec-fetch-site': 'same-origin' }],
  ['with fields up to twelve megabytes', { 'content-length': `${12 * MEGABYTE}` }],
  ['whose type is written in capitals', { 'content-type': 'Multipart/Form-Data; boundary=x' }],
  ['that React sends', { 'next-action': 'abc' }],
  ['that React sends without fields', { 'next-action': 'abc', 'content-type': 'text/plain;charset=UTF-8' }],
])('accepts a form %s', (_, headers) => {
  expect(posted(headers)).toBeUndefined();
});

test.each([
  ['no origin', { origin: undefined }],
  ['an empty origin', { origin: '' }],
  ['a foreign origin', { origin: 'https://evil.example' }],
  ['the origin "null"', { origin: 'null' }],
  ['our origin over http', { origin: 'http://account.example.com' }],
  ['our origin at another port', { origin: `${HOME}:8443` }],
  ['an origin that begins like ours', { origin: `${HOME}.evil.example` }],
  ['an origin that only forwarding makes ours', { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' }],
  ['a site of its own', { 'sec-fetch-site': 'cross-site' }],
  ['a neighbour of our site', { 'sec-fetch-site': 'same-site' }],
])('rejects a form from %s', (_, headers) => {
  expect(posted(headers)).toBe(403);
});

test.each([
  ['no type', undefined, {}],
  ['an unnamed boundary', 'multipart/form-data', {}],
  ['urlencoded fields', URLENCODED, {}],
  ['JSON', 'application/json', {}],
  ['text', 'text/plain', {}],
  ['another multipart', 'multipart/mixed; boundary=x', {}],
  ['urlencoded fields for React', URLENCODED, { 'next-action': 'abc' }],
  ['JSON for React', 'application/json', { 'next-action': 'abc' }],
])('rejects a form with %s', (_, type, headers) => {
  expect(posted({ ...headers, 'content-type': type })).toBe(415);
});

test('limits forms to 12 MB, and to 64 KB if they can have no files', () => {
  expect(posted({ 'content-length': `${12 * MEGABYTE + 1}` })).toBe(413);
  const text = (length: number) => ({
    'next-action': 'abc',
    'content-type': 'text/plain',
    'content-length': `${length}`,
  });
  expect(posted(text(64 * 1024))).toBeUndefined();
  expect(posted(text(64 * 1024 + 1))).toBe(413);
});

test.each([
  ['/api/auth/signout', URLENCODED, undefined],
  ['/api/auth/callback/credentials', 'application/json', undefined],
  ['/api/auth/signout', MULTIPART, 415],
  ['/api/auth/signout', 'text/plain', 415],
  ['/en/api/auth/signout', URLENCODED, 415],
])("next-auth's %s with %s gets %s", (url, type, status) => {
  expect(posted({ 'content-type': type }, url)).toBe(status);
});

test("next-auth's routes reject other origins", () => {
  const headers = { origin: 'https://evil.example', 'content-type': URLENCODED };
  expect(posted(headers, '/api/auth/callback/credentials')).toBe(403);
});

test.each([
  ['/en/profile', '/en/profile'],
  ['/', '/'],
  ['/en/activity?page=2&of=https://example.com', '/en/activity?page=2&of=https://example.com'],
  ['/en/профиль', '/en/%D0%BF%D1%80%D0%BE%D1%84%D0%B8%D0%BB%D1%8C'],
  ['/en/sessions/../profile', '/en/profile'],
])('redirects after sign-in from %j to %j', (asked, path) => {
  expect(nextPath(asked)).toBe(path);
});

test.each([
  undefined,
  '',
  'en/profile',
  'evil.example',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '\t//evil.example',
  ' //evil.example',
  '/..//evil.example',
  '/.//evil.example',
  '/%2e%2e//evil.example',
  '/en/..\\\\evil.example',
  '//evil.example@account.example.com',
  'https://evil.example',
  'https:evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  ['/en/profile'],
  ['/en/profile', '//evil.example'],
])('ignores the redirect target %j after sign-in', (asked) => {
  expect(nextPath(asked as string | string[] | undefined)).toBeUndefined();
});
