import { setTimeout } from 'node:timers/promises';
import { type BusyServer, busyServer, pageOf, pidOf } from './busy-server';
import { emptyPage } from './floors';
import { COMPRESSED, load } from './load';
import { type Figures, interleaved } from './measure';
import { report } from './report';
import { memoryMb, processorMs } from './usage';

export async function startUp(): Promise<void> {
  const server = await busyServer();
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
      { name: 'Portrait', run: () => restarted(server) },
      { name: 'empty Next page', run: empty },
    ]),
  );
  await server.portrait.stop();
}

export async function restarted(server: BusyServer): Promise<Figures> {
  const { portrait } = server;
  await portrait.kill('SIGTERM');
  const started = performance.now();
  await portrait.restart();
  return after(pidOf(server), started, pageOf(server, 'profile', {}).url, `${portrait.url}/healthz`, server.cookie);
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
