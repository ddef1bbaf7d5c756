import { cookies, headers } from 'next/headers';
import { normalizeAddress } from '../address';
import type { Client } from '../client';
import { cookieName, readCookie } from './cookies';

/** Only lib/server can set this header. */
const ADDRESS_HEADER = 'x-portrait-address';
const REQUEST_HEADER = 'x-portrait-request';

const DEVICE_NAME = 'portrait-browser';
export const DEVICE_COOKIE = cookieName(DEVICE_NAME);

/** The address of a client that has disconnected. An empty one would mean the command line. */
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
