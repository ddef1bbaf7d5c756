import { Browser } from './browser';
import { PASSWORD } from './people';
import { newPerson } from './scenes';
import type { Portrait } from './server';

/**
 * Waits until each of so many server processes has answered: every line of the log, at the level `info`, names its
 * process. From then on each new connection is the next one's in turn.
 */
export async function waitForProcesses(portrait: Portrait, processes: number): Promise<void> {
  const { username } = await newPerson();
  const page = await new Browser(portrait.url).opens('/en/sign-in');
  const body = page.filled('sign-in', { username, password: PASSWORD });
  const headers = { ...page.formHeaders(), connection: 'close' };
  while (processesIn(portrait.lines).size < processes) {
    const { status } = await fetch(page.url, { method: 'POST', body, headers, redirect: 'manual' });
    if (status !== 303) throw new Error(`a sign-in was answered with ${status}`);
  }
}

function processesIn(lines: string[]): Set<number> {
  return new Set(lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line).pid));
}
