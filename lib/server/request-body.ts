import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyMemory, type MemoryLimits } from './body-memory';

export type BodyLimits = MemoryLimits & {
  /** How far a refused body is read: a browser shows no response that cuts its upload short. */
  maxDrainBytes: number;
  /** The least that must arrive in each period. */
  minPace: { bytes: number; periodMs: number };
};

/**
 * Reads a body into memory, until the response is closed. A refused one is read on and dropped.
 *
 * @param maxBytes 0 to refuse every byte
 * @returns the body; 408 where it stalls, 413 where it is too long, 503 where memory is short
 * @throws where the connection ends before the body does
 */
export function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  { maxBytes, client, limits }: { maxBytes: number; client: string; limits: BodyLimits },
): Promise<Buffer | 408 | 413 | 503> {
  const memory = bodyMemory(client, Number(request.headers['content-length'] ?? 0), limits);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
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
      if (!refused) return chunks.push(chunk);
      memory.release();
      chunks.length = 0;
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
    request.once('end', () => finish(refused ?? Buffer.concat(chunks)));
    request.once('error', reject);
  });
}
