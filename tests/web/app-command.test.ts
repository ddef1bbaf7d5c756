import { db } from '../../db';
import { command, waitForExit } from '../support/command';
import { useDatabase } from '../support/database';

const database = useDatabase();

const run = (...args: string[]) => waitForExit(command('app', args, database().url));
const ADD = ['add', '--name', 'Wiki', '--redirect', 'https://wiki.example.com/a', 'https://wiki.example.com/b'];

test('add prints the id and, once, the secret; list shows the rest', async () => {
  const { code, out, err } = await run(...ADD, '--post-logout', 'https://wiki.example.com/', '--no-pkce');
  expect([code, err]).toEqual([0, '']);
  const [, id, secret] = /^client_id: (\S+)\nclient_secret: (\S{40,})\n$/.exec(out) ?? [];
  const listed = (await run('list', '--json')).out;
  expect(JSON.parse(listed)).toEqual([
    {
      client_id: id,
      name: 'Wiki',
      public: false,
      pkce: false,
      redirect: ['https://wiki.example.com/a', 'https://wiki.example.com/b'],
      postLogout: ['https://wiki.example.com/'],
      backchannel: null,
      createdAt: expect.stringMatching(/Z$/),
    },
  ]);
  expect(JSON.stringify(await db().query.applications.findMany())).not.toContain(secret);
  expect((await run('list')).out).toBe(`${id}\tWiki\thttps://wiki.example.com/a https://wiki.example.com/b\n`);
  const rotated = /^client_secret: (\S+)\n$/.exec((await run('rotate-secret', id as string)).out)?.[1];
  expect([rotated?.length, rotated === secret]).toEqual([secret?.length, false]);
  expect((await run('remove', id as string)).out).toBe('Removed Wiki.\n');
  expect((await run('list')).out).toBe('');
});

test('a public application gets no secret', async () => {
  expect((await run(...ADD, '--public')).out).toMatch(/^client_id: \S+\n$/);
});

test('what is wrong is said in one sentence', async () => {
  const refused = { code: 1, out: '' };
  expect(await run('add', '--name', 'Wiki', '--redirect', 'http://wiki.example.com/')).toMatchObject({
    ...refused,
    err: expect.stringContaining('http://wiki.example.com/'),
  });
  for (const args of [['remove', 'nobody'], ['rotate-secret', 'nobody'], ['add', '--name', 'Wiki'], ['unknown']])
    expect(await run(...args)).toMatchObject({ ...refused, err: expect.stringMatching(/\S/) });
  for (const name of ['', 'add', 'list', 'rotate-secret', 'rotate-keys', 'remove'])
    expect(await run(...name.split(' ').filter(Boolean), '--help')).toMatchObject({ code: 0, err: '' });
});

test('rotate-keys makes new keys', async () => {
  for (const count of [2, 4]) {
    expect(await run('rotate-keys')).toMatchObject({ code: 0, err: '' });
    expect(await db().query.signingKeys.findMany()).toHaveLength(count);
  }
});

test('rotate-keys seals the keys with the secret beside the database', async () => {
  const env = { AUTH_SECRET: '' };
  expect(await waitForExit(command('app', ['rotate-keys'], database().url, { env }))).toMatchObject({
    code: 0,
    err: '',
  });
});
