import { createElement } from 'react';

/** A username that is too long for its line breaks before the @ and after dots. */
export function Username({ children: username }: { children: string }) {
  const parts = username.split(/(?=@)|(?<=\.)/);
  return createElement('bdi', null, ...parts.flatMap((part) => [createElement('wbr'), part]).slice(1));
}
