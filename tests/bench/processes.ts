import { someoneSignedIn } from '../support/scenes';
import { startPortrait } from '../support/server';
import { load, PLAIN } from './load';
import type { Candidate } from './measure';
import { interleaved } from './measure';
import { report } from './report';

const PROCESSES = [1, 2, 3, 4];

/** The profile page, served by so many processes over one port. */
export async function processes(): Promise<void> {
  const portraits = [];
  const candidates: Candidate[] = [];
  for (const processes of PROCESSES) {
    const portrait = await startPortrait({ WEB_CONCURRENCY: String(processes) });
    portraits.push(portrait);
    const [browser] = await someoneSignedIn(portrait);
    const headers = { ...PLAIN, cookie: await browser.jar.getCookieString(browser.url) };
    const target = { url: browser.url, pid: portrait.process().pid as number, headers };
    candidates.push({ name: `${processes}`, run: () => load(target) });
  }
  report('processes', await interleaved(candidates), { over: '1', measures: ['perSecond'] });
  for (const portrait of portraits) await portrait.stop();
}
