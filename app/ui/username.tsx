import { createElement, Fragment } from 'react';

/** A username that is too long for its line breaks before the @ and after dots. */
export function Username({ children: username }: { children: string }) {
  return createElement('bdi', null, ...withBreaks(username));
}

/** A text whose usernames stay whole where they fit into a line. Chinese and Japanese have no space after punctuation. */
export function TextWithUsernames({ children: text }: { children: string }) {
  if (!text.includes('@')) return text;
  const words = text
    .split(/([^\s。，：]*@\S*)/)
    .map((part, n) => (n % 2 === 0 ? part : createElement('span', { className: 'inline-block' }, ...withBreaks(part))));
  return createElement(Fragment, null, ...words);
}

const withBreaks = (address: string) =>
  address
    .split(/(?=@)|(?<=\.)(?=.)/)
    .flatMap((part) => [createElement('wbr'), part])
    .slice(1);
