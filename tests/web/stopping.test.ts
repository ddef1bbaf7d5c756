import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import type { Browser } from '../support/browser';
import { findUser } from '../support/people';
import { newSignedInPerson, picture } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();

/** Posts the profile's form in two parts. @returns how to send the second one */
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

test('SIGTERM finishes what is in flight and takes nothing new', async () => {
  const [page, { username }] = await newSignedInPerson(portrait());
  const postRest = await postsHalf(page);
  await page.opens('/en/profile');
  const ended = portrait().kill('SIGTERM');
  const exit = once(portrait().process(), 'exit');
  while (await isServed());
  const { statusCode, headers } = await postRest();
  expect([statusCode, headers.connection]).toEqual([303, 'close']);
  expect(await exit).toEqual([0, null]);
  await ended;
  await portrait().restart();
  expect(await findUser(username)).toMatchObject({ language: 'de', avatarVersion: expect.any(String) });
});

/** Whether a new connection is taken. */
const isServed = () =>
  fetch(`${portrait().url}/healthz`, { headers: { connection: 'close' } }).then(
    ({ ok }) => ok,
    () => false,
  );

describe('of several server processes', () => {
  const several = startServer({ WEB_CONCURRENCY: '2' });

  test('one that dies is replaced, and nobody is signed out', async () => {
    const [page] = await newSignedInPerson(several());
    const [one] = workers();
    process.kill(one as number, 'SIGKILL');
    while (workers().filter((pid) => pid !== one).length < 2) await next();
    expect((await page.opens('/en/profile')).path).toBe('/en/profile');
  });

  test('each is replaced by a new one, and no request fails', async () => {
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

  const workers = () =>
    execFileSync('ps', ['-A', '-o', 'ppid=,pid='], { encoding: 'utf8' })
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number))
      .filter(([parent]) => parent === several().process().pid)
      .map(([, pid]) => pid as number);

  const next = () => new Promise((resolve) => setImmediate(resolve));
});
