import { waitForProcesses } from '../../tests/support/processes';
import { newSignedInPerson } from '../../tests/support/scenes';
import { launchServer } from '../../tests/support/server';
import { emptyPage } from './floors';
import { load, PLAIN, type Target } from './load';
import { type Candidate, type Figures, interleaved } from './measure';
import { report } from './report';

/** The same number per process as in the other tables, which use two. */
const CONNECTIONS = 20;

export async function processes(): Promise<void> {
  const portraits = [];
  const candidates: Candidate[] = [];
  for (const processes of [1, 2]) {
    const portrait = await launchServer({ WEB_CONCURRENCY: String(processes), LOG_LEVEL: 'info' });
    if (processes > 1) await waitForProcesses(portrait, processes);
    portraits.push(portrait);
    const [browser] = await newSignedInPerson(portrait);
    const headers = { ...PLAIN, cookie: await browser.jar.getCookieString(browser.url) };
    const target = { url: browser.url, pid: portrait.process().pid as number, headers };
    candidates.push({ name: `profile, ${processes}`, run: () => loadWithCores(target) });
  }
  const [one, two] = [await emptyPage(1), await emptyPage(2)];
  candidates.push({ name: 'empty Next page, 1', run: () => loadWithCores({ ...one, headers: PLAIN }) });
  candidates.push({ name: 'empty Next page, 2', run: () => loadWithCores({ ...two, headers: PLAIN }) });
  report('processes', await interleaved(candidates), { over: 'profile, 1', measures: ['perSecond'] });
  one.stop();
  two.stop();
  for (const portrait of portraits) await portrait.stop();
}

/** With the cores that the server kept busy, and those that sending requests did, which it therefore didn't get. */
async function loadWithCores(target: Target): Promise<Figures> {
  const [since, before] = [performance.now(), process.cpuUsage()];
  const figures = await load({ ...target, connections: CONNECTIONS });
  const { user, system } = process.cpuUsage(before);
  const { perSecond = 0, processorMs = 0 } = figures;
  return {
    ...figures,
    'server, cores': (perSecond * processorMs) / 1000,
    'sender, cores': (user + system) / 1000 / (performance.now() - since),
  };
}
