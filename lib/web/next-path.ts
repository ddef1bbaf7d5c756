/**
 * Where to go on after sign-in, as an address or form asks: a path on this origin, or nothing.
 * What a browser would take for another origin (`//evil`, `/\evil`, a tab in between) is not one.
 */
export function nextPath(asked: string | string[] | undefined): string | undefined {
  if (typeof asked !== 'string' || !asked.startsWith('/')) return undefined;
  const here = 'http://portrait.invalid';
  if (!URL.canParse(asked, here)) return undefined;
  const url = new URL(asked, here);
  if (url.origin !== here || url.pathname.startsWith('//')) return undefined;
  return url.pathname + url.search;
}

/** The address of a page of sign-in that leads on to `next`. */
export function withNext(path: string, next: string | undefined): string {
  return next ? `${path}?next=${encodeURIComponent(next)}` : path;
}

/** The page of sign-in at an address, without its locale, with what it leads on to; elsewhere the first one. */
export function signInPath(address: string): string {
  const url = new URL(address, 'http://portrait.invalid');
  const path = /^\/\w+(\/sign-in(\/code)?)$/.exec(url.pathname)?.[1];
  return path ? withNext(path, nextPath(url.searchParams.get('next') ?? undefined)) : '/sign-in';
}
