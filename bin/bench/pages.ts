import { busyServer, PAGES, pageOf } from './busy-server';
import { bareServer, emptyPage } from './floors';
import { COMPRESSED, load, PLAIN, type Target } from './load';
import { interleaved } from './measure';
import { report } from './report';

/** In shorter loads the empty page isn't warm yet, and multiples of it look better than they are. */
const REQUESTS = Number(process.env.BENCH_REQUESTS ?? 1000) / 2;

export async function pages(): Promise<void> {
  const server = await busyServer();
  const bare = await bareServer(server.browser.html);
  const empty = await emptyPage();
  const targets: Record<string, Target> = {
    'bare node:http, same bytes': bare,
    'empty Next page': { ...empty, headers: PLAIN },
    'empty Next page, compressed': { ...empty, headers: COMPRESSED },
  };
  for (const page of PAGES) {
    targets[page] = pageOf(server, page, PLAIN);
    targets[`${page}, compressed`] = pageOf(server, page, COMPRESSED);
  }
  for (const target of Object.values(targets)) await load(target);
  const candidates = Object.entries(targets).map(([name, target]) => ({
    name,
    run: () => load({ ...target, requests: REQUESTS }),
  }));
  const figures = await interleaved(candidates);
  report('pages', figures, { over: 'empty Next page', measures: ['perSecond', 'processorMs'] });
  bare.stop();
  empty.stop();
  await server.portrait.stop();
}
