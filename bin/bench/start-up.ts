import { setTimeout } from 'node:timers/promises';
import { newSignedInPerson } from '../../tests/support/scenes';
import { launchServer } from '../../tests/support/server';
import { emptyPage } from './floors';
import { COMPRESSED, load } from './load';
import { type Figures, interleaved } from './measure';
import { report } from './report';
import { memoryMb, processorMs } from './usage';

export async function startUp(): Promise<void> {
  const portrait = await launchServer();
  const [browser] = await newSignedInPerson(portrait);
  const cookie = await browser.jar.getCookieString(browser.url);
  const ours = async () => {
    await portrait.kill('SIGTERM');
    const started = performance.now();
    await portrait.restart();
    return after(
      portrait.process().pid as number,
      started,
      `${portrait.url}/en/profile`,
      `${portrait.url}/healthz`,
      cookie,
    );
  };
  const empty = async () => {
    const started = performance.now();
    const { url, pid, stop } = await emptyPage();
    const figures = await after(pid, started, url, url, '');
    stop();
    return figures;
  };
  report(
    'start-up',
    await interleaved([
      { name: 'Portrait', run: ours },
      { name: 'empty Next page', run: empty },
    ]),
  );
  await portrait.stop();
}

async function after(pid: number, started: number, url: string, first: string, cookie: string): Promise<Figures> {
  await (await fetch(first)).text();
  const ready = performance.now() - started;
  const spent = processorMs(pid);
  await setTimeout(1000);
  const idle = memoryMb(pid);
  await load({ url, pid, headers: { ...COMPRESSED, cookie } });
  return { 'first 200 ms': ready, 'CPU ms until then': spent, 'idle MB': idle, 'after load MB': memoryMb(pid) };
}
