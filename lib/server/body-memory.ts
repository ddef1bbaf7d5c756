import { TEXT_MAX_BYTES } from './request-guard';

/** How many bytes of bodies a process holds, of all clients and of one: an IPv4 address or an IPv6 /64. */
export type MemoryLimits = Record<
  'smallBodiesBytes' | 'largeBodiesBytes' | 'smallBodiesShareBytes' | 'largeBodiesShareBytes',
  number
>;

type Pool = { total: number; shares: Map<string, number> };

const pools: Record<'small' | 'large', Pool> = {
  small: { total: 0, shares: new Map() },
  large: { total: 0, shares: new Map() },
};

/** A body's place in memory. One of unknown length counts as small until it outgrows a form without files. */
export function bodyMemory(client: string, length: number, limits: MemoryLimits) {
  let pool = length > TEXT_MAX_BYTES ? pools.large : pools.small;
  let held = 0;

  const add = (bytes: number) => {
    held += bytes;
    pool.total += bytes;
    const share = (pool.shares.get(client) ?? 0) + bytes;
    if (share > 0) pool.shares.set(client, share);
    else pool.shares.delete(client);
  };
  const release = () => add(-held);

  /** @returns false where there is no room */
  const reserve = (bytes: number): boolean => {
    const size = held + bytes;
    if (pool === pools.small && size > TEXT_MAX_BYTES) {
      release();
      pool = pools.large;
    }
    const more = size - held;
    const isSmall = pool === pools.small;
    const max = isSmall ? limits.smallBodiesBytes : limits.largeBodiesBytes;
    const maxShare = isSmall ? limits.smallBodiesShareBytes : limits.largeBodiesShareBytes;
    if (pool.total + more > max || (pool.shares.get(client) ?? 0) + more > maxShare) return false;
    add(more);
    return true;
  };
  return { reserve, release };
}
