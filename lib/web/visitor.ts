import { headers } from 'next/headers';
import type { Visitor } from '../visitor';

/** Set by the server in front of Next, which lets nobody else set it. */
export const ADDRESS_HEADER = 'x-portrait-address';

const USER_AGENT_MAX_LENGTH = 512;

export async function visitor(): Promise<Visitor> {
  const request = await headers();
  return {
    address: request.get(ADDRESS_HEADER) ?? '',
    userAgent: (request.get('user-agent') ?? '').replace(/\p{C}/gu, '').slice(0, USER_AGENT_MAX_LENGTH),
  };
}
