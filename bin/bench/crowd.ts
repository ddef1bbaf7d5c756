import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Browser } from '../../tests/support/browser';
import { PASSWORD } from '../../tests/support/people';
import { newPerson, newSignedInPerson } from '../../tests/support/scenes';
import { launchServer } from '../../tests/support/server';
import { ask, withScript } from './inside';
import { load, PLAIN } from './load';
import { type Candidate, type Figures, interleaved } from './measure';
import { report } from './report';

const LOOPS = [4, 8, 32];

const BURSTS = [200, 1000];

/** The slowest response of one burst is a single sample. */
const BURST_ROUNDS = Number(process.env.BENCH_ROUNDS ?? 7);

export async function crowd(): Promise<void> {
  const portrait = await launchServer({ BCRYPT_COST: '12', TRUST_PROXY: 'loopback' });
  const [browser] = await newSignedInPerson(portrait);
  const cookie = await browser.jar.getCookieString(browser.url);
  const logins: Login[] = [];
  for (let made = 0; made < Math.max(...LOOPS); made++) logins.push(await loginOf(portrait.url, `192.0.2.${made}`));

  const reader = { pid: portrait.process().pid as number, connections: 1 };
  const measured = async (): Promise<Figures> => {
    const profile = await load({ ...reader, url: `${portrait.url}/en/profile`, headers: { ...PLAIN, cookie } });
    const health = await load({ ...reader, url: `${portrait.url}/healthz` });
    const { perSecond = 0, p50 = 0, p99 = 0 } = profile;
    return { perSecond, p50, p99, 'healthz p99 ms': health.p99 ?? 0 };
  };
  const idle: Candidate = { name: 'idle', run: async () => ({ ...(await measured()), 'sign-ins/s': 0 }) };
  const busy = LOOPS.map((loops): Candidate => {
    const run = async () => {
      const end = begin(logins.slice(0, loops));
      const figures = await measured();
      return { ...figures, 'sign-ins/s': await end() };
    };
    return { name: `${loops} sign-ins loop`, run };
  });
  report('crowd', await interleaved([idle, ...busy]), { over: 'idle', measures: ['p99'] });
  await portrait.stop();
}

/** `status` is that of a successful log-in. */
export type Login = { url: string; body: FormData | string; headers: Record<string, string>; status: number };

export async function loginOf(url: string, address: string): Promise<Login> {
  const { username } = await newPerson();
  const browser = await new Browser(url).opens('/en/sign-in');
  const headers = { ...browser.formHeaders(), 'x-forwarded-for': address };
  return { url: browser.url, body: browser.filled('sign-in', { username, password: PASSWORD }), headers, status: 303 };
}

export async function burst(): Promise<void> {
  const settings = { BCRYPT_COST: '12', TRUST_PROXY: 'loopback', ...withScript('turns', TURNS) };
  const portrait = await launchServer(settings);
  const [browser] = await newSignedInPerson(portrait);
  const cookie = await browser.jar.getCookieString(browser.url);
  const slowest: Record<string, number> = {};
  const bursts = BURSTS.map((count): Candidate => {
    const name = `${count} sign-ins at once`;
    const run = async () => {
      await ask(portrait, 'turns');
      const figures = await duringBurst(portrait.url, cookie, count);
      const [longest = 0, work = 0, core = 0, pause = 0] = await ask(portrait, 'turns');
      slowest[name] = Math.max(slowest[name] ?? 0, figures['healthz max ms']);
      const turn = { 'longest turn ms': longest, 'its CPU ms': work, 'its wait for a core ms': core };
      return { ...figures, ...turn, 'longest GC ms': pause };
    };
    return { name, run };
  });
  const medians = await interleaved(bursts, BURST_ROUNDS);
  const rows = Object.entries(medians).map(([name, row]) => [name, { ...row, 'worst healthz ms': slowest[name] }]);
  report('burst', Object.fromEntries(rows));
  await portrait.stop();
}

/**
 * The longest turn of the server's event loop, the processor time that its thread used in it, and how long the thread
 * waited for a core that hashing or this benchmark had: proc(5). The rest of a turn is waiting for the disk, or for
 * threads that help with garbage collection and wait for a core, too.
 */
const TURNS = `
  const { readFileSync } = require('node:fs');
  const used = () => readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ').map((ns) => ns / 1e6);
  let [at, [cpu, core]] = [performance.now(), used()];
  let [worst, pause] = [[0, 0, 0], 0];
  const see = (list) => { for (const { duration } of list.getEntries()) pause = Math.max(pause, duration); };
  new PerformanceObserver(see).observe({ entryTypes: ['gc'] });
  setInterval(() => {
    const [now, [cpuNow, coreNow]] = [performance.now(), used()];
    if (now - at > worst[0]) worst = [now - at, cpuNow - cpu, coreNow - core];
    [at, cpu, core] = [now, cpuNow, coreNow];
  }, 5).unref();
  const report = () => { const line = [...worst, pause].join(' '); [worst, pause] = [[0, 0, 0], 0]; return line; };`;

async function duringBurst(url: string, cookie: string, count: number) {
  const page = await new Browser(url).opens('/en/sign-in');
  const watched = [await watch(`${url}/en/profile`, cookie), await watch(`${url}/healthz`, cookie)] as const;
  const signIns = Array.from({ length: count }, async (_, number) => {
    const body = page.filled('sign-in', { username: `burst${number}@example.com`, password: PASSWORD });
    const headers = { ...page.formHeaders(), 'x-forwarded-for': `198.51.${number >> 8}.${number & 255}` };
    return (await fetch(page.url, { method: 'POST', body, headers, redirect: 'manual' })).status;
  });
  const statuses = await Promise.all(signIns);
  const [profile, health] = [await watched[0](), await watched[1]()];
  const refused = statuses.filter((status) => status === 503).length;
  return { checked: count - refused, refused, 'profile max ms': profile, 'healthz max ms': health };
}

const WATCHER = `
  const [url, cookie] = process.argv.slice(1);
  try { require('node:os').setPriority(-10); } catch {} // only root may
  let isOver = false;
  process.once('message', () => { isOver = true; });
  const slowestOf = async () => {
    let slowest = 0;
    process.send('begun');
    while (!isOver) {
      const since = performance.now();
      await (await fetch(url, { headers: { cookie } })).text();
      slowest = Math.max(slowest, performance.now() - since);
      await new Promise((resolve) => setTimeout(resolve, 2)); // a probe, not a load
    }
    process.send(slowest);
    process.disconnect();
  };
  fetch(url, { headers: { cookie } }).then((answer) => answer.text()).then(slowestOf);`;

/**
 * Requests an address again and again, from a process that is served before this one, which is busy with sending
 * hundreds of forms.
 * @returns how to stop, which returns the slowest response in milliseconds
 */
async function watch(url: string, cookie: string): Promise<() => Promise<number>> {
  const watcher = spawn(process.execPath, ['-e', WATCHER, url, cookie], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await once(watcher, 'message');
  return async () => {
    watcher.send('stop');
    const [slowest] = await once(watcher, 'message');
    return slowest as number;
  };
}

/** Keeps signing people in. @returns how to stop, which returns the sign-ins per second */
export function begin(logins: Login[]): () => Promise<number> {
  const since = performance.now();
  let isOver = false;
  let done = 0;
  const loop = async ({ url, body, headers, status }: Login) => {
    while (!isOver) {
      const answer = await fetch(url, { method: 'POST', body, headers, redirect: 'manual' });
      if (answer.status !== status) throw new Error(`a sign-in was answered with ${answer.status}`);
      done += 1;
    }
  };
  const loops = Promise.all(logins.map(loop));
  return async () => {
    isOver = true;
    await loops;
    return (done * 1000) / (performance.now() - since);
  };
}
