import { cookies, headers } from 'next/headers';
import { normalizeAddress } from '../address';
import type { Client } from '../client';
import { cookieName, readCookie } from './cookies';

/** Only the server in front of Next can set these. */
const ADDRESS_HEADER = 'x-portrait-address';
const REQUEST_HEADER = 'x-portrait-request';

/** See `issueDeviceCookie`. */
const DEVICE_NAME = 'portrait-browser';
export const DEVICE_COOKIE = cookieName(DEVICE_NAME);

/** The address of a visitor who has already gone. An empty one would be the command line's. */
const GONE = '?';

const USER_AGENT_MAX_LENGTH = 512;

export async function currentClient(): Promise<Client> {
  const request = await headers();
  return {
    address: normalizeAddress(request.get(ADDRESS_HEADER) ?? GONE),
    requestId: request.get(REQUEST_HEADER) ?? undefined,
    deviceCookie: readCookie(await cookies(), DEVICE_NAME),
    userAgent: (request.get('user-agent') ?? '').replace(/\p{C}/gu, '').slice(0, USER_AGENT_MAX_LENGTH),
  };
}
