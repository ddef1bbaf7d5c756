import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import type { Browser } from '../support/browser';
import { findUser } from '../support/people';
import { waitForProcesses } from '../support/processes';
import { newSignedInPerson, picture } from '../support/scenes';
import { type Portrait, startOwnServer, startServer } from '../support/server';
import { until } from '../support/until';
import { message } from '../support/wire';

const portrait = startOwnServer();

/** Posts the first half of the profile form. @returns how to send the other half */
async function postsHalf(page: Browser): Promise<() => Promise<IncomingMessage>> {
  const form = new Request(page.url, {
    method: 'POST',
    body: page.filled('profile', { language: 'de', avatar: await picture() }),
  });
  const body = Buffer.from(await form.arrayBuffer());
  const headers = {
    ...page.formHeaders(),
    'content-type': form.headers.get('content-type') ?? '',
    'content-length': body.length,
    cookie: await page.jar.getCookieString(page.url),
  };
  const post: ClientRequest = request(page.url, { method: 'POST', headers, agent: false });
  await new Promise((sent) => post.write(body.subarray(0, body.length / 2), sent));
  return async () => {
    post.end(body.subarray(body.length / 2));
    const [response] = await once(post, 'response');
    return response.resume();
  };
}

test('SIGTERM finishes requests in flight and accepts no new ones', async () => {
  const [page, { username }] = await newSignedInPerson(portrait());
  const postRest = await postsHalf(page);
  await page.opens('/en/profile');
  const ended = portrait().kill('SIGTERM');
  const exit = once(portrait().process(), 'exit');
  await until(async () => !(await isServed()));
  const { statusCode, headers } = await postRest();
  expect([statusCode, headers.connection]).toEqual([303, 'close']);
  expect(await exit).toEqual([0, null]);
  await ended;
  await portrait().restart();
  expect(await findUser(username)).toMatchObject({ language: 'de', avatarVersion: expect.any(String) });
});

/** Sends a complete request over a new connection. @returns the status, or why there is none */
function asks({ url }: Portrait): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1'); // no DNS look-up, which would delay it
  socket.write(message('GET /en/sign-in').join(''));
  return new Promise((resolve) => {
    let heard = '';
    socket.on('data', (chunk) => {
      heard += chunk;
    });
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(String(error.code)));
    socket.once('close', () => resolve(heard.includes('</html>') ? heard.slice(9, 12) : `cut after ${heard.length}`));
  });
}

/** Sends requests right before and after SIGTERM. */
async function asksThroughStop(server: Portrait): Promise<[before: string[], during: string[]]> {
  const before = Array.from({ length: 10 }, () => asks(server));
  await asks(server); // the others were sent before this was answered
  const late = Array.from({ length: 10 }, () => asks(server));
  await new Promise(setImmediate);
  const exit = once(server.process(), 'exit');
  server.process().kill('SIGTERM');
  const during = Array.from({ length: 10 }, () => asks(server));
  expect(await exit).toEqual([0, null]);
  return [await Promise.all([...before, ...late]), await Promise.all(during)];
}

test('SIGTERM lets requests sent just before it finish, and resets none', async () => {
  const [before, during] = await asksThroughStop(portrait());
  expect(before).toEqual(Array(20).fill('200'));
  expect(during.filter((answer) => answer !== '200' && answer !== 'ECONNREFUSED')).toEqual([]);
  await portrait().restart();
});

test('Ctrl-C (SIGINT) stops like SIGTERM, and waits for no silent connection', async () => {
  const silent = connect(Number(new URL(portrait().url).port), '127.0.0.1');
  await once(silent, 'connect');
  const exit = once(portrait().process(), 'exit');
  portrait().process().kill('SIGINT');
  expect(await exit).toEqual([0, null]);
  silent.destroy();
  await portrait().restart();
});

test('a request that never ends does not keep a server from stopping', async () => {
  const endless = connect(Number(new URL(portrait().url).port), '127.0.0.1').on('error', () => {});
  endless.write(message('POST /en/profile', { 'content-length': '9999999' }).join(''));
  const upload = setInterval(() => endless.write(Buffer.alloc(50_000)), 1000); // fast enough not to be cut off as stalled
  await asks(portrait()); // the other was sent before this was answered
  const exit = once(portrait().process(), 'exit');
  portrait().process().kill('SIGTERM');
  const ended = await exit;
  clearInterval(upload);
  endless.destroy();
  await portrait().restart();
  expect(ended).toEqual([1, null]);
});

test('a reload (SIGUSR2) of a single process says that none takes over, and stops nothing', async () => {
  portrait().process().kill('SIGUSR2');
  await until(() => portrait().lines.some((line) => line.startsWith('WEB_CONCURRENCY is 1:')));
  expect(await isServed()).toBe(true);
});

/** Whether a new connection is accepted. */
const isServed = () =>
  fetch(`${portrait().url}/healthz`, { headers: { connection: 'close' } }).then(
    ({ ok }) => ok,
    () => false,
  );

describe('with several server processes', () => {
  const several = startServer({ WEB_CONCURRENCY: '2', LOG_LEVEL: 'info' });

  beforeAll(() => waitForProcesses(several(), 2));

  test('replaces one that dies, and logs no one out', async () => {
    const [page] = await newSignedInPerson(several());
    const [one] = workers();
    process.kill(one as number, 'SIGKILL');
    await until(() => workers().filter((pid) => pid !== one).length === 2);
    expect((await page.opens('/en/profile')).path).toBe('/en/profile');
  });

  test('replaces all of them without a failed request', async () => {
    const people = await Promise.all([newSignedInPerson(several()), newSignedInPerson(several())]);
    const old = workers();
    several().process().kill('SIGUSR2');
    const visits = people.map(async ([page]) => {
      while (workers().some((pid) => old.includes(pid))) {
        await page.opens('/en/profile');
        expect(page.statuses).toEqual([200]);
        await page.submits('profile', { language: page.value('language') === 'de' ? 'fr' : 'de' });
        expect(page.statuses).toEqual([303, 200]);
      }
    });
    await Promise.all(visits);
    expect(workers()).toHaveLength(2);
  });

  test('SIGTERM lets requests sent just before it finish, and resets none', async () => {
    const [before, during] = await asksThroughStop(several());
    expect(before).toEqual(Array(20).fill('200'));
    expect(during.filter((answer) => answer !== '200' && answer !== 'ECONNREFUSED')).toEqual([]);
    await several().restart();
  });

  const workers = () => {
    const { pid } = several().process();
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  };
});
