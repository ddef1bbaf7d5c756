const NO_ORIGIN = 'http://portrait.invalid';

/** Parses an address without an origin, such as the path and query of a request. */
export const localUrl = (address: string) => new URL(address, NO_ORIGIN);

/** Whether browsers stay on this origin. They read `//evil`, `/\evil` and a tab in between as another one. */
export function isLocal(address: string): boolean {
  if (!address.startsWith('/') || !URL.canParse(address, NO_ORIGIN)) return false;
  const { origin, pathname } = localUrl(address);
  return origin === NO_ORIGIN && !pathname.startsWith('//');
}
