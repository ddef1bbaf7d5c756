import { Browser } from './browser';
import { PASSWORD } from './people';
import { newPerson } from './scenes';
import type { Portrait } from './server';

/**
 * Waits until this many server processes have answered: each log line at `info` names its process. From then on new
 * connections alternate between them.
 */
export async function waitForProcesses(portrait: Portrait, processes: number): Promise<void> {
  const { username } = await newPerson();
  const page = await new Browser(portrait.url).opens('/en/sign-in');
  const body = page.filled('sign-in', { username, password: PASSWORD });
  const headers = { ...page.formHeaders(), connection: 'close' };
  while (processesIn(portrait).size < processes) {
    const { status } = await fetch(page.url, { method: 'POST', body, headers, redirect: 'manual' });
    if (status !== 303) throw new Error(`a sign-in was answered with ${status}`);
  }
}

/** Without the first process, which logs before the others start. */
function processesIn({ lines, process }: Portrait): Set<number> {
  const pids = lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line).pid as number);
  return new Set(pids.filter((pid) => pid !== process().pid));
}
