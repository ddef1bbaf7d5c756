import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { TextWithUsernames } from '../app/ui/username';

const rendered = (text: string) => renderToStaticMarkup(createElement(TextWithUsernames, null, text));

test.each([
  ['stays whole', 'ada@example.com', '<span class="inline-block"><bdi>ada<wbr/>@example.<wbr/>com</bdi></span>'],
  [
    'flows on with its sentence on a phone if it is long',
    'ada.lovelace@analytical-engines.com',
    '<span class="sm:inline-block"><bdi>ada.<wbr/>lovelace<wbr/>@analytical-engines.<wbr/>com</bdi></span>',
  ],
])('a username in a sentence %s', (_, username, html) => {
  expect(rendered(`Welcome, ${username} again`)).toBe(`Welcome, ${html} again`);
});

const BDI = '<span class="inline-block"><bdi>ada<wbr/>@example.<wbr/>com</bdi>';

test.each([
  ['使います。ada@example.com の', `使います。${BDI}</span> の`],
  ['手机丢失：ada@example.com 的', `手机丢失：${BDI}</span> 的`],
  ['جلسات ada@example.com، ويمكن', `جلسات ${BDI}،</span> ويمكن`],
  ['Give it to ada@example.com.', `Give it to ${BDI}.</span>`],
])('punctuation stays outside a username, and with it: %s', (text, html) => {
  expect(rendered(text)).toBe(html);
});
