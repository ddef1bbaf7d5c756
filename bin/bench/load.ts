import autocannon from 'autocannon';
import type { Figures } from './measure';
import { processorMs } from './usage';

/** `pid` is the server's process, or the primary of a cluster, whose processor time is counted. */
export type Target = {
  url: string;
  headers?: Record<string, string>;
  pid: number;
  connections?: number;
  requests?: number;
};

/** A number and not a time, so that code gets warm on a busy machine, too. */
const REQUESTS = Number(process.env.BENCH_REQUESTS ?? 1000);

export const PLAIN = { 'accept-encoding': 'identity' };
export const COMPRESSED = { 'accept-encoding': 'gzip, deflate, br, zstd' };

/** Requests an address repeatedly, from this process. @throws if a response isn't 2xx */
export async function load({ url, headers, pid, connections = 10, requests = REQUESTS }: Target): Promise<Figures> {
  const before = processorMs(pid);
  const result = await autocannon({ url, headers, connections, amount: requests, sampleInt: 20 });
  const spent = processorMs(pid) - before;
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} not 2xx, ${result.errors} lost`);
  return {
    perSecond: result.requests.total / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    processorMs: spent / result.requests.total,
  };
}
