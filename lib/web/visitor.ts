import { cookies, headers } from 'next/headers';
import type { Visitor } from '../visitor';
import { cookieName } from './cookies';

/** Set by the server in front of Next, which lets nobody else set them. */
const ADDRESS_HEADER = 'x-portrait-address';
const REQUEST_HEADER = 'x-portrait-request';

/** Marks a browser in which somebody has signed in. */
export const BROWSER_COOKIE = cookieName('portrait-browser');

/** In place of the address of a visitor who is gone already, which nobody can tell. No address is the administrator's. */
const GONE = '?';

const USER_AGENT_MAX_LENGTH = 512;

export async function visitor(): Promise<Visitor> {
  const request = await headers();
  return {
    address: request.get(ADDRESS_HEADER) ?? GONE,
    requestId: request.get(REQUEST_HEADER) ?? undefined,
    browserMark: (await cookies()).get(BROWSER_COOKIE)?.value,
    userAgent: (request.get('user-agent') ?? '').replace(/\p{C}/gu, '').slice(0, USER_AGENT_MAX_LENGTH),
  };
}
