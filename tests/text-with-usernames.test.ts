import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { TextWithUsernames } from '../app/ui/username';

const rendered = (text: string) => renderToStaticMarkup(createElement(TextWithUsernames, null, text));

const NAME = '<bdi class="username"><span>ada</span><span>@example.<wbr/>com</span></bdi>';
const WHOLE = `<span class="inline-block">${NAME}</span>`;
const before = (punctuation: string) => `<span class="punctuated inline-block">${NAME}${punctuation}</span>`;

test.each([
  ['stays whole', 'ada@example.com', WHOLE],
  [
    'flows on with its sentence on a phone if it is long',
    'ada.lovelace@analytical-engines.com',
    '<span class="sm:inline-block"><bdi class="username"><span>ada.<wbr/>lovelace</span><span>@analytical-engines.<wbr/>com</span></bdi></span>',
  ],
])('a username in a sentence %s', (_, username, html) => {
  expect(rendered(`Welcome, ${username} again`)).toBe(`Welcome, ${html} again`);
});

test.each([
  ['使います。ada@example.com の', `使います。${WHOLE} の`],
  ['请转告 ada@example.com。密码仅显示一次。', `请转告 ${before('。')}密码仅显示一次。`],
  ['手机丢失：ada@example.com 的', `手机丢失：${WHOLE} 的`],
  ['جلسات ada@example.com، ويمكن', `جلسات ${before('،')} ويمكن`],
  ['Give it to ada@example.com.', `Give it to ${before('.')}`],
])('punctuation stays outside a username, and with it: %s', (text, html) => {
  expect(rendered(text)).toBe(html);
});
