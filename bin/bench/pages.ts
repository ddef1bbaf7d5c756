import { busyServer, PAGES, pageOf } from './busy-server';
import { bareServer, emptyPage } from './floors';
import { COMPRESSED, load, PLAIN, type Target } from './load';
import { interleaved, startSeveral } from './measure';
import { report } from './report';

/** In shorter loads the empty page isn't warm yet, and multiples of it look better than they are. */
const REQUESTS = Number(process.env.BENCH_REQUESTS ?? 1000) / 2;

/** For each server. */
const ROUNDS = Math.ceil(Number(process.env.BENCH_ROUNDS ?? 5) / 2);

export async function pages(): Promise<void> {
  const ours = await startSeveral(busyServer);
  const empties = await startSeveral(emptyPage);
  const bare = await bareServer(ours[0].browser.html);
  const targets: [string, Target][] = [['bare node:http, same bytes', bare]];
  for (const empty of empties) {
    targets.push(['empty Next page', { ...empty, headers: PLAIN }]);
    targets.push(['empty Next page, compressed', { ...empty, headers: COMPRESSED }]);
  }
  for (const page of PAGES)
    for (const server of ours) {
      targets.push([page, pageOf(server, page, PLAIN)]);
      targets.push([`${page}, compressed`, pageOf(server, page, COMPRESSED)]);
    }
  for (const [, target] of targets) await load(target);
  const candidates = targets.map(([name, target]) => ({ name, run: () => load({ ...target, requests: REQUESTS }) }));
  const figures = await interleaved(candidates, ROUNDS);
  report('pages', figures, { over: 'empty Next page', measures: ['perSecond', 'processorMs'] });
  bare.stop();
  for (const empty of empties) empty.stop();
  for (const { portrait } of ours) await portrait.stop();
}
