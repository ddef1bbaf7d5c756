import { readFileSync } from 'node:fs';
import { LOCALES } from '../lib/i18n/locales';
import { type PageStatus, statusPage } from '../lib/server/status-page';
import { COLORS, CONTRAST_COLORS } from '../lib/server/status-style';
import messages from '../messages/en.json';

const page = (status: PageStatus, locale: (typeof LOCALES)[number], path = `/${locale}/profile`) =>
  statusPage(status, { path, nonce: 'n', reference: 'abcd-1234', locale, theme: 'system' });

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
  for (const [index, status] of statuses.entries()) expect(page(status, locale)).toContain(`<h1>${titles[index]}</h1>`);
});

test('an address is escaped', () => {
  expect(page('400', 'en', '/en/profile?"><script>')).toContain('href="/en/profile?&#34;&#62;&#60;script&#62;"');
});
