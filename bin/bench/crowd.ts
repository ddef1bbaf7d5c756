import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
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
  const run = (count: number) => async () => {
    await ask(portrait, 'turns');
    const figures = await duringBurst(portrait.url, cookie, count);
    const [longest = 0, work = 0] = await ask(portrait, 'turns');
    return { ...figures, 'longest turn ms': longest, 'most CPU in a turn ms': work };
  };
  const bursts = BURSTS.map((count): Candidate => ({ name: `${count} sign-ins at once`, run: run(count) }));
  report('burst', await interleaved(bursts, 1));
  await portrait.stop();
}

/**
 * The longest turn of the server's event loop, and the most processor time that its thread used in one. Where the first
 * is much longer, the thread waited: for the disk, or for a core that hashing or this benchmark had.
 */
const TURNS = `
  let [at, used] = [performance.now(), process.threadCpuUsage?.()];
  let worst = [0, 0];
  setInterval(() => {
    const [now, uses] = [performance.now(), process.threadCpuUsage?.()];
    const work = uses ? (uses.user - used.user + uses.system - used.system) / 1000 : NaN;
    worst = [Math.max(worst[0], now - at), Math.max(worst[1], work)];
    [at, used] = [now, uses];
  }, 5).unref();
  const report = () => { const line = worst.join(' '); worst = [0, 0]; return line; };`;

async function duringBurst(url: string, cookie: string, count: number): Promise<Figures> {
  const page = await new Browser(url).opens('/en/sign-in');
  const watched = [watch(`${url}/en/profile`, cookie), watch(`${url}/healthz`, cookie)];
  const signIns = Array.from({ length: count }, async (_, number) => {
    const body = page.filled('sign-in', { username: `burst${number}@example.com`, password: PASSWORD });
    const headers = { ...page.formHeaders(), 'x-forwarded-for': `198.51.${number >> 8}.${number & 255}` };
    return (await fetch(page.url, { method: 'POST', body, headers, redirect: 'manual' })).status;
  });
  const statuses = await Promise.all(signIns);
  const [profile, health] = await Promise.all(watched.map((end) => end()));
  const refused = statuses.filter((status) => status === 503).length;
  return { checked: count - refused, refused, 'profile max ms': profile as number, 'healthz max ms': health as number };
}

const WATCHER = `
  const { parentPort, workerData } = require('node:worker_threads');
  let isOver = false;
  parentPort.once('message', () => { isOver = true; });
  (async () => {
    let slowest = 0;
    while (!isOver) {
      const since = performance.now();
      await (await fetch(workerData.url, { headers: { cookie: workerData.cookie } })).text();
      slowest = Math.max(slowest, performance.now() - since);
    }
    parentPort.postMessage(slowest);
  })();`;

/**
 * Requests an address again and again, on a thread of its own: this one is busy with sending hundreds of forms.
 * @returns how to stop, which returns the slowest response in milliseconds
 */
function watch(url: string, cookie: string): () => Promise<number> {
  const worker = new Worker(WATCHER, { eval: true, workerData: { url, cookie } });
  return async () => {
    worker.postMessage('stop');
    const [slowest] = await once(worker, 'message');
    await worker.terminate();
    return slowest;
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
