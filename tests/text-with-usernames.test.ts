import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { TextWithUsernames } from '../app/ui/username';

const rendered = (text: string) => renderToStaticMarkup(createElement(TextWithUsernames, null, text));

/** A sentence's username, whose punctuation follows. */
const NAME = '<span class="inline-block"><bdi class="username"><span>ada</span><span>@example.<wbr/>com</span></bdi>';

test.each([
  ['stays whole', 'ada@example.com', `${NAME}</span>`],
  [
    'flows on with its sentence on a phone if it is long',
    'ada.lovelace@analytical-engines.com',
    '<span class="sm:inline-block"><bdi class="username"><span>ada.<wbr/>lovelace</span><span>@analytical-engines.<wbr/>com</span></bdi></span>',
  ],
])('a username in a sentence %s', (_, username, html) => {
  expect(rendered(`Welcome, ${username} again`)).toBe(`Welcome, ${html} again`);
});

test.each([
  ['使います。ada@example.com の', `使います。${NAME}</span> の`],
  ['请转告 ada@example.com。密码仅显示一次。', `请转告 ${NAME}。</span>密码仅显示一次。`],
  ['手机丢失：ada@example.com 的', `手机丢失：${NAME}</span> 的`],
  ['جلسات ada@example.com، ويمكن', `جلسات ${NAME}،</span> ويمكن`],
  ['Give it to ada@example.com.', `Give it to ${NAME}.</span>`],
])('punctuation stays outside a username, and with it: %s', (text, html) => {
  expect(rendered(text)).toBe(html);
});
