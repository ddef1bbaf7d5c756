import { readFileSync } from 'node:fs';
import { acceptedLocale } from '../lib/i18n/accept-language';
import { LOCALES } from '../lib/i18n/locales';

test.each([
  ['en-GB,de;q=0.5', 'en'],
  ['en-IN,ar;q=0.5', 'en'],
  ['es-MX,en;q=0.1', 'es'],
  ['zh-TW,zh-Hant;q=0.9,en-US;q=0.8', 'zh'],
  ['zh-TW,ja;q=0.5', 'zh'],
  ['xx-INVALID-$$$,ru', 'ru'],
  ['de;q=0.3,fr;q=0.8', 'fr'],
  ['DE-at', 'de'],
  ['pt,nl;q=0.9,fr;q=0.2', 'fr'],
  ['en;q=0,de;q=0.1', 'de'],
  ['de;q=junk,ru', 'ru'],
  ['ru-;q=1;;,,de', 'ru'],
])('a browser that asks for %s gets %s', (header, locale) => {
  expect(acceptedLocale(header)).toBe(locale);
});

test.each(['', '*', 'pt-BR', 'e', 'english', ';', `${'x-'.repeat(5000)}`])('nothing is chosen for %j', (header) => {
  expect(acceptedLocale(header)).toBeUndefined();
});

test('nothing is chosen without the header', () => {
  expect(acceptedLocale(null)).toBeUndefined();
});

test('proxy.ts leaves alone the addresses of every language, and no others', () => {
  const [, pattern = ''] = /matcher: '(.*)'/.exec(readFileSync('proxy.ts', 'utf8')) ?? [];
  const isRedirected = (path: string) => RegExp(`^${pattern.replaceAll('\\\\', '\\')}$`).test(path);
  for (const locale of LOCALES) expect([locale, isRedirected(`/${locale}/profile`)]).toEqual([locale, false]);
  for (const path of ['/', '/profile', '/english', '/it/profile'])
    expect([path, isRedirected(path)]).toEqual([path, true]);
  for (const path of ['/healthz', '/avatars/a/b', '/logo/a', '/api/auth/session', '/.well-known/security.txt'])
    expect([path, isRedirected(path)]).toEqual([path, false]);
});
