import autocannon from 'autocannon';
import type { Figures } from './measure';
import { processorMs } from './usage';

/** What is asked, of whom: `pid` is the process, or the one that started the processes, whose work is counted. */
export type Target = { url: string; headers?: Record<string, string>; pid: number; connections?: number };

/** How many requests one load has: a number and not a time, so that on a busy machine too code gets warm. */
const REQUESTS = Number(process.env.BENCH_REQUESTS ?? 1000);

export const PLAIN = { 'accept-encoding': 'identity' };
export const COMPRESSED = { 'accept-encoding': 'gzip, deflate, br, zstd' };

/** Asks for an address over and over, from this process. @throws where an answer is not 2xx */
export async function load({ url, headers, pid, connections = 10 }: Target): Promise<Figures> {
  const before = processorMs(pid);
  const result = await autocannon({ url, headers, connections, amount: REQUESTS, sampleInt: 20 });
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
