import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { TextWithUsernames } from '../app/ui/username';

const rendered = (text: string) => renderToStaticMarkup(createElement(TextWithUsernames, null, text));

test.each([
  ['stays whole', 'ada@example.com', '<span class="inline-block">ada<wbr/>@example.<wbr/>com</span>'],
  [
    'flows on with its sentence on a phone if it is long',
    'ada.lovelace@analytical-engines.com',
    '<span class="sm:inline-block">ada.<wbr/>lovelace<wbr/>@analytical-engines.<wbr/>com</span>',
  ],
])('a username in a sentence %s', (_, username, html) => {
  expect(rendered(`Welcome, ${username} again`)).toBe(`Welcome, ${html} again`);
});
