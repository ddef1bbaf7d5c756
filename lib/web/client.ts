import { cookies, headers } from 'next/headers';
import { normalizeAddress } from '../address';
import type { Client } from '../client';
import { cookieName, readCookie } from './cookies';
import { requestContext } from './request-context';

const DEVICE_NAME = 'portrait-browser';
export const DEVICE_COOKIE = cookieName(DEVICE_NAME);

/** The address of a client that has disconnected. An empty one would mean the command line. */
const GONE = '?';

const USER_AGENT_MAX_LENGTH = 512;

export async function currentClient(): Promise<Client> {
  const context = requestContext();
  return {
    address: normalizeAddress(context?.address ?? GONE),
    requestId: context?.reference,
    deviceCookie: readCookie(await cookies(), DEVICE_NAME),
    userAgent: ((await headers()).get('user-agent') ?? '').replace(/\p{C}/gu, '').slice(0, USER_AGENT_MAX_LENGTH),
  };
}
