import type { IncomingMessage, ServerResponse } from 'node:http';
import { TEXT_MAX_BYTES } from './request-guard';

type MemoryLimits = Record<
  'smallBodiesBytes' | 'largeBodiesBytes' | 'smallBodiesShareBytes' | 'largeBodiesShareBytes',
  number
>;

export type BodyLimits = MemoryLimits & {
  /** How far a refused body is read: a browser shows no response that cuts its upload short. */
  maxDrainBytes: number;
  /** The least that must arrive in each period. */
  minPace: { bytes: number; periodMs: number };
};

/**
 * Reads a body into memory, which is released when the response closes. A refused body is drained.
 * @param maxBytes 0 to refuse every byte
 * @returns the body; 408 if it stalls, 413 if it is too long, 503 if memory is short
 * @throws if the connection ends before the body does
 */
export function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  { maxBytes, client, limits }: { maxBytes: number; client: string; limits: BodyLimits },
): Promise<Buffer | 408 | 413 | 503> {
  const memory = bodyMemory(client, Number(request.headers['content-length'] ?? 0), limits);
  return new Promise((resolve, reject) => {
    const blocks = bodyBlocks();
    let [size, recent] = [0, 0];
    let refused: 413 | 503 | undefined;
    const finish = (result: Buffer | 408 | 413 | 503) => {
      clearInterval(pace);
      request.off('data', read);
      resolve(result);
    };
    const read = (chunk: Buffer) => {
      size += chunk.length;
      recent += chunk.length;
      if (size > maxBytes) refused ??= 413;
      else if (!refused && !memory.reserve(chunk.length)) refused = 503;
      if (!refused) return blocks.add(chunk);
      memory.release();
      blocks.clear();
      if (size > limits.maxDrainBytes) finish(refused);
    };
    const pace = setInterval(() => {
      if (recent < limits.minPace.bytes) finish(408);
      recent = 0;
    }, limits.minPace.periodMs);
    response.once('close', () => {
      clearInterval(pace);
      memory.release();
    });
    request.on('data', read);
    request.once('end', () => finish(refused ?? blocks.take()));
    request.once('error', reject);
  });
}

const BLOCK_MIN_BYTES = 1024;
const BLOCK_MAX_BYTES = 64 * 1024;

/** Copies what arrives: a chunk of one byte takes 400 bytes. The blocks grow with the body, to be at most twice as large. */
function bodyBlocks() {
  let blocks: Buffer[] = [];
  let [size, room] = [0, Buffer.alloc(0)];

  const add = (chunk: Buffer): void => {
    for (let at = 0; at < chunk.length; ) {
      if (room.length === 0) {
        room = Buffer.allocUnsafeSlow(Math.min(Math.max(size, BLOCK_MIN_BYTES), BLOCK_MAX_BYTES));
        blocks.push(room);
      }
      const copied = chunk.copy(room, 0, at);
      room = room.subarray(copied);
      at += copied;
      size += copied;
    }
  };

  const clear = () => {
    blocks = [];
    [size, room] = [0, Buffer.alloc(0)];
  };

  const take = (): Buffer => {
    const body = Buffer.concat(blocks, size);
    clear();
    return body;
  };
  return { add, clear, take };
}

type Pool = { total: number; shares: Map<string, number> };

const pools: Record<'small' | 'large', Pool> = {
  small: { total: 0, shares: new Map() },
  large: { total: 0, shares: new Map() },
};

function bodyMemory(client: string, length: number, limits: MemoryLimits) {
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

  /** @returns false if there is no room */
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
