import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { appLogo, readLogo } from '../lib/app-logo';
import { SettingError } from '../lib/settings';
import { bytesOf, flat } from './support/avatars';
import { newFolder, removeFolder } from './support/folder';

const folder = newFolder();
const file = join(folder, 'logo');
afterAll(() => removeFolder(folder));

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>\n';

test.each<[string, string | (() => Promise<Buffer>), string]>([
  ['a PNG', () => bytesOf(flat(9, 9).png()), 'image/png'],
  ['a WebP', () => bytesOf(flat(9, 9).webp()), 'image/webp'],
  ['an SVG', SVG, 'image/svg+xml'],
  [
    'an SVG with what may come before',
    `\ufeff<?xml version="1.0"?>\n<!-- a <b> --><!DOCTYPE svg>${SVG}`,
    'image/svg+xml',
  ],
])('%s can be a logo, whatever its name', async (_, content, type) => {
  writeFileSync(file, typeof content === 'string' ? content : await content());
  const { version, ...logo } = readLogo(file);
  expect([logo.type, version]).toEqual([type, expect.stringMatching(/^[0-9a-f]{16}$/)]);
});

test.each<[string, string | (() => Promise<Buffer>)]>([
  ['a JPEG', () => bytesOf(flat(9, 9).jpeg())],
  ['half a PNG', async () => (await bytesOf(flat(900, 900).png())).subarray(0, 60)],
  ['HTML', `<!doctype html><script>alert(1)</script>${SVG}`],
  ['an SVG that browsers show as text', SVG.replace(/ xmlns="[^"]+"/, '')],
  ['half an SVG', SVG.slice(0, 60)],
  ['nothing', ''],
  ['more than 1 MB', SVG + ' '.repeat(1024 * 1024)],
])('%s is refused in one sentence', async (_, content) => {
  writeFileSync(file, typeof content === 'string' ? content : await content());
  expect(() => readLogo(file)).toThrow(SettingError);
  expect(() => readLogo(file)).toThrow(/^APP_LOGO must be a PNG, WebP or SVG file, and [^.]+\.$/);
});

test('a file that is missing, or a folder, is refused', () => {
  expect(() => readLogo(join(folder, 'nothing'))).toThrow(/can't be read \(ENOENT\)/);
  expect(() => readLogo(folder)).toThrow(/can't be read \(EISDIR\)/);
});

test('without APP_LOGO there is no logo', () => {
  delete process.env.APP_LOGO;
  expect(appLogo()).toBeUndefined();
});
