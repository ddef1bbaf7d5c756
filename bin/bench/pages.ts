import { busyServer, PAGES, pageOf } from './busy-server';
import { bareServer, emptyPage } from './floors';
import { COMPRESSED, load, PLAIN } from './load';
import { interleaved } from './measure';
import { report } from './report';

export async function pages(): Promise<void> {
  const server = await busyServer();
  const bare = await bareServer(server.browser.html);
  const empty = await emptyPage();
  const figures = await interleaved([
    { name: 'bare node:http, same bytes', run: () => load(bare) },
    { name: 'empty Next page', run: () => load({ ...empty, headers: PLAIN }) },
    { name: 'empty Next page, compressed', run: () => load({ ...empty, headers: COMPRESSED }) },
    ...PAGES.flatMap((page) => [
      { name: page, run: () => load(pageOf(server, page, PLAIN)) },
      { name: `${page}, compressed`, run: () => load(pageOf(server, page, COMPRESSED)) },
    ]),
  ]);
  report('pages', figures, { over: 'empty Next page', measures: ['perSecond', 'processorMs'] });
  bare.stop();
  empty.stop();
  await server.portrait.stop();
}
