import { waitForProcesses } from '../../tests/support/processes';
import { newSignedInPerson } from '../../tests/support/scenes';
import { launchServer } from '../../tests/support/server';
import { emptyPage } from './floors';
import { load, PLAIN } from './load';
import { type Candidate, interleaved } from './measure';
import { report } from './report';

const PROCESSES = [1, 2, 3, 4];

/** The same number per process as in the other tables, which use two. */
const CONNECTIONS = 20;

export async function processes(): Promise<void> {
  const portraits = [];
  const candidates: Candidate[] = [];
  for (const processes of PROCESSES) {
    const portrait = await launchServer({ WEB_CONCURRENCY: String(processes), LOG_LEVEL: 'info' });
    await waitForProcesses(portrait, processes);
    portraits.push(portrait);
    const [browser] = await newSignedInPerson(portrait);
    const headers = { ...PLAIN, cookie: await browser.jar.getCookieString(browser.url) };
    const target = { url: browser.url, pid: portrait.process().pid as number, headers, connections: CONNECTIONS };
    candidates.push({ name: `profile, ${processes}`, run: () => load(target) });
  }
  const [one, two] = [await emptyPage(1), await emptyPage(2)];
  candidates.push({
    name: 'empty Next page, 1',
    run: () => load({ ...one, headers: PLAIN, connections: CONNECTIONS }),
  });
  candidates.push({
    name: 'empty Next page, 2',
    run: () => load({ ...two, headers: PLAIN, connections: CONNECTIONS }),
  });
  report('processes', await interleaved(candidates), { over: 'profile, 1', measures: ['perSecond'] });
  one.stop();
  two.stop();
  for (const portrait of portraits) await portrait.stop();
}
