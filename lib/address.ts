import { isIPv4, isIPv6 } from 'node:net';

/**
 * One spelling for each IP address, however a proxy writes it: without brackets, port and zone, IPv6 as in RFC 5952,
 * and IPv4 if mapped into IPv6 (RFC 4291, section 2.5.5.2). Other text is returned unchanged.
 */
export function normalizeAddress(text: string): string {
  const [, bracketed, v4] = /^(?:\[([^\]]*)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+):\d+)$/.exec(text.trim()) ?? [];
  const [address = ''] = (bracketed ?? v4 ?? text.trim()).split('%');
  if (!isIPv6(address)) return isIPv4(address) ? address : text;
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/.exec(canonical) ?? [];
  if (high === undefined || low === undefined) return canonical;
  const [one, two] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [one >> 8, one & 255, two >> 8, two & 255].join('.');
}

/** Whether a URL's host name is this machine. */
export const isLoopback = (hostname: string) => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);

/** A customer's network: the /64 of an IPv6 address (RFC 6177), or the whole IPv4 address. */
export function networkPrefix(text: string): string {
  const address = normalizeAddress(text);
  if (!isIPv6(address)) return address;
  const [head = [], tail = []] = address.split('::').map((part) => part.split(':').filter(Boolean));
  const zeros = Array<string>(8 - head.length - tail.length).fill('0');
  return [...head, ...zeros, ...tail].slice(0, 4).join(':');
}
