import { createElement, Fragment } from 'react';

/** Characters that fit into a line on a phone. As a block, a longer name would have lines of its own. */
const SURELY_FITS = 28;

/** A username that is too long for its line breaks before the @ and after dots. */
export function Username({ children: username }: { children: string }) {
  return createElement('bdi', null, ...withBreaks(username));
}

/** A text whose usernames stay whole where they surely fit into a line. Chinese and Japanese have no space after punctuation. */
export function TextWithUsernames({ children: text }: { children: string }) {
  if (!text.includes('@')) return text;
  const words = text
    .split(/([^\s。，：]*@\S*)/)
    .map((part, n) =>
      n % 2 === 0
        ? part
        : createElement(
            'span',
            { className: part.length > SURELY_FITS ? 'sm:inline-block' : 'inline-block' },
            ...withBreaks(part),
          ),
    );
  return createElement(Fragment, null, ...words);
}

const withBreaks = (address: string) =>
  address
    .split(/(?=@)|(?<=\.)(?=.)/)
    .flatMap((part) => [createElement('wbr'), part])
    .slice(1);
