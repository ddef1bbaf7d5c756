import { createElement, Fragment } from 'react';

/** Characters that fit into a line on a phone. As a block, a longer name would have lines of its own. */
const SURELY_FITS = 24;

/** A username that is too long for its line breaks before the @, and after dots only if a half is too long. */
export function Username({ children: username }: { children: string }) {
  const halves = username.split(/(?=@)/).map((half) => createElement('span', null, ...withBreaks(half)));
  return createElement('bdi', { className: 'username' }, ...halves);
}

/** A text whose usernames stay whole where they surely fit into a line. Chinese and Japanese have no spaces around them. */
export function TextWithUsernames({ children: text }: { children: string }) {
  if (!text.includes('@')) return text;
  const words = text
    .split(/([^\s。，：]*@[^\s。，：]*[。，：]?)/)
    .map((part, n) => (n % 2 === 0 ? part : withPunctuation(part)));
  return createElement(Fragment, null, ...words);
}

/** Keeps a username and its punctuation on one line. Outside `bdi`, so that Arabic puts it on the left of the name. */
function withPunctuation(part: string) {
  const [name, punctuation] = part.split(/([^\p{L}\p{N}]*)$/u, 2) as [string, string];
  const display = name.length > SURELY_FITS ? 'sm:inline-block' : 'inline-block';
  const className = punctuation ? `punctuated ${display}` : display;
  return createElement('span', { className }, createElement(Username, null, name), punctuation);
}

const withBreaks = (half: string) =>
  half
    .split(/(?<=\.)(?=.)/)
    .flatMap((part) => [createElement('wbr'), part])
    .slice(1);
