import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { newFolder, removeFolder } from '../support/folder';
import { rawGet } from '../support/raw';
import { newSignedInPerson } from '../support/scenes';
import { launchServer, startServer } from '../support/server';

const portrait = startServer();

test.each([
  ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
  ['gzip', 'gzip', gunzipSync],
])('compresses a page for a browser that accepts %s with %s', async (accepted, encoding, decompress) => {
  const [browser] = await newSignedInPerson(portrait());
  const cookie = await browser.jar.getCookieString(browser.url);
  const plain = await rawGet(portrait().url, '/en/two-factor', { cookie });
  const page = await rawGet(portrait().url, '/en/two-factor', { cookie, 'accept-encoding': accepted });
  expect(page.headers['content-encoding']).toBe(encoding);
  expect(page.headers.vary).toContain('Accept-Encoding');
  expect(page.headers['cache-control']).toContain('no-store');
  expect(withoutNonce(decompress(page.body))).toBe(withoutNonce(plain.body));
  expect(plain.headers['content-encoding']).toBeUndefined();
});

test('does not compress a page for a client that refuses it', async () => {
  const page = await rawGet(portrait().url, '/en/sign-in', { 'accept-encoding': 'br;q=0, gzip;q=0' });
  expect(page.headers['content-encoding']).toBeUndefined();
  expect(page.body.toString()).toContain('</html>');
});

test('serves built files compressed, typed, cacheable forever, and without the headers of documents', async () => {
  const { body } = await rawGet(portrait().url, '/en/sign-in');
  const files = [...new Set(body.toString().match(/\/_next\/static\/[\w./-]+\.(js|css)/g))];
  expect(files.length).toBeGreaterThan(3);
  for (const file of files) {
    const plain = await rawGet(portrait().url, file);
    const short = await rawGet(portrait().url, file, { 'accept-encoding': 'gzip, br' });
    expect(plain.status).toBe(200);
    expect(short.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(short.body).equals(plain.body)).toBe(true);
    for (const { headers } of [plain, short]) {
      expect(headers['cache-control']).toBe('public,max-age=31536000,immutable');
      expect(headers['content-type']).toMatch(file.endsWith('.js') ? /javascript/ : /css/);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(Object.keys(headers).join()).not.toMatch(/content-security|cross-origin|permissions|referrer|robots/);
    }
  }
});

/** With the response headers and the picture that makes 150 kB, the aim of docs/performance.md. */
const PROFILE_MAX_BYTES = 145_000;

test('a first visit to the profile loads little, in few files', async () => {
  const [browser] = await newSignedInPerson(portrait());
  const cookie = await browser.jar.getCookieString(browser.url);
  const { body } = await rawGet(portrait().url, '/en/profile', { cookie });
  const html = body.toString().replace(/<script[^>]* noModule[^>]*>/g, '');
  const files = new Set(html.match(/\/_next\/static\/[\w./-]+\.(js|css)/g));
  const parts = await Promise.all(
    ['/en/profile', ...files].map((path) => rawGet(portrait().url, path, { cookie, 'accept-encoding': 'br' })),
  );
  expect(files.size).toBeGreaterThan(3);
  expect(files.size).toBeLessThan(8);
  expect(parts.reduce((sum, { body }) => sum + body.length, 0)).toBeLessThan(PROFILE_MAX_BYTES);
});

test.each(['/_next/static/none.js', '/_next/static/../../package.json', '/_next/static/%2e%2e/BUILD_ID'])(
  'answers 404 for the file %s',
  async (path) => {
    expect((await rawGet(portrait().url, path)).status).toBe(404);
  },
);

/** Fills a folder with links to everything in another, but for some names. */
function linkAll(from: string, to: string, ...except: string[]): void {
  mkdirSync(to);
  for (const name of readdirSync(from).filter((name) => !except.includes(name)))
    symlinkSync(resolve(from, name), join(to, name));
}

test('a file that a newer build has removed ends its request', async () => {
  const folder = newFolder();
  const cwd = join(folder, 'portrait');
  linkAll('.', cwd, '.next');
  linkAll('.next', join(cwd, '.next'), 'static');
  linkAll('.next/static', join(cwd, '.next/static'));
  const old = join(cwd, '.next/static/old.js');
  writeFileSync(old, 'alert(1)');
  const portrait = await launchServer({}, { cwd });
  expect((await rawGet(portrait.url, '/_next/static/old.js')).status).toBe(200);
  rmSync(old);
  await expect(rawGet(portrait.url, '/_next/static/old.js')).rejects.toThrow('socket hang up');
  await portrait.stop();
  removeFolder(folder);
});

const withoutNonce = (page: Buffer) => page.toString().replaceAll(/nonce\\*="?[^"\\]*|nonce\\":\\"[^"\\]*/g, '');
