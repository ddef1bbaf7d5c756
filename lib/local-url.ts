const NO_ORIGIN = 'http://portrait.invalid';

/** Parses an address without an origin, such as the path and query of a request. */
export const localUrl = (address: string) => new URL(address, NO_ORIGIN);

/**
 * Whether browsers stay on this origin. They read `//evil`, `/\evil` and a tab in between as another one. A host isn't
 * parsed here: its conversion to punycode can take quadratic time.
 */
export function isLocal(address: string): boolean {
  return /^\/(?![\t\n\r]*[/\\])/.test(address) && !localUrl(address).pathname.startsWith('//');
}
