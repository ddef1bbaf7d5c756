import { readFileSync } from 'node:fs';
import { LOCALES } from '../lib/i18n/locales';
import { type PageStatus, statusPage } from '../lib/server/status-page';
import { COLORS, CONTRAST_COLORS } from '../lib/server/status-style';
import messages from '../messages/en.json';

const page = (
  status: PageStatus,
  locale: (typeof LOCALES)[number],
  path = `/${locale}/profile`,
  more: Partial<Parameters<typeof statusPage>[1]> = {},
) => statusPage(status, { path, nonce: 'n', reference: 'abcd-1234', locale, theme: 'system', ...more });

test('status pages have the colours of the other pages', () => {
  const css = readFileSync('app/globals.css', 'utf8');
  const [normal = '', contrast = ''] = (css.match(/:root \{[\s\S]*?\n\}/)?.[0] ?? '').split('@variant contrast');
  const declarations = (text: string) => text.match(/--color-[\w-]+: [^;]+;/g) ?? [];
  expect(declarations(normal)).toEqual(expect.arrayContaining(declarations(COLORS)));
  expect(declarations(contrast)).toEqual(expect.arrayContaining(declarations(CONTRAST_COLORS)));
  expect([declarations(COLORS).length, declarations(CONTRAST_COLORS).length]).toEqual([7, 6]);
});

test('status pages have the mark of the other pages', () => {
  const shapes = (text: string) => text.match(/ d="[^"]+"/g);
  expect(shapes(page('404', 'en'))).toEqual(shapes(readFileSync('public/icon.svg', 'utf8')));
});

test.each(LOCALES)('in %s each status has its own title', (locale) => {
  const statuses = Object.keys(messages.error.statuses) as PageStatus[];
  const titles = statuses.map((status) => /<title>(.*?) · Portrait<\/title>/.exec(page(status, locale))?.[1]);
  expect(new Set(titles).size).toBe(statuses.length);
  const dir = locale === 'ar' ? 'rtl' : 'ltr';
  expect(page('404', locale)).toMatch(RegExp(`<html lang="${locale}[^"]*" dir="${dir}"`));
  for (const [index, status] of statuses.entries()) expect(page(status, locale)).toContain(`<h1>${titles[index]}</h1>`);
});

/** Where the button leads, and what it says. */
const button = (text: string) => /class="button" href="([^"]*)">([^<]*)</.exec(text)?.slice(1);

test('a page that may work the next time is offered again, and others lead to the profile', () => {
  const statuses = Object.keys(messages.error.statuses) as PageStatus[];
  const again = statuses.filter((status) => button(page(status, 'en', '/en/sessions'))?.[0] === '/en/sessions');
  expect(statuses.filter((status) => !again.includes(status)).sort()).toEqual(['404', '405', '431']);
  for (const status of ['404', '503'] as const) expect(button(page(status, 'de', '/nowhere'))?.[0]).toBe('/de/profile');
});

test('only the page of a 500 has a reference', () => {
  const statuses = Object.keys(messages.error.statuses) as PageStatus[];
  expect(statuses.filter((status) => page(status, 'en').includes('abcd-1234'))).toEqual(['500']);
});

test('a status page keeps the chosen theme', () => {
  expect(page('404', 'en')).not.toMatch(/<html[^>]* data-theme/);
  expect(page('404', 'en', '/en/profile', { theme: 'dark' })).toMatch(/<html[^>]* data-theme="dark">/);
});

test('a status page says where to get help, if anywhere', () => {
  expect(page('503', 'en')).not.toContain('class="help"');
  process.env.SUPPORT_CONTACT = 'help@acme.example';
  expect(page('503', 'ar')).toContain('<a href="mailto:help@acme.example"><bdi dir="ltr">help@acme.example</bdi></a>');
  delete process.env.SUPPORT_CONTACT;
});

test("a status page says what is wrong with an application's request, escaped", () => {
  const told = page('400', 'en', '/oidc/auth', { detail: 'invalid_scope: <img src=x onerror=alert(1)>' });
  expect(told).toContain('invalid_scope: &#60;img src=x onerror=alert(1)&#62;');
});

test('an address is escaped', () => {
  expect(page('400', 'en', '/en/profile?"><script>')).toContain('href="/en/profile?&#34;&#62;&#60;script&#62;"');
});
