import { copyFileSync, mkdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { checkDatabase, closeDatabase, db, openDatabase } from '../../db';
import { findUserById, type User } from '../../db/users';
import { signInLimits } from '../../lib/rate-limit';
import { usernameKey } from '../../lib/username';
import { Browser } from '../support/browser';
import { anyAddress, expectWhole, type Life, live, newLife, passwordAfter } from '../support/life';
import { newPerson, signIn } from '../support/scenes';
import { startServer } from '../support/server';
import { TEST_TIMEOUT_MS } from '../support/timeout';

/** `npm run torture` makes more of them. */
const ROUNDS = Number(process.env.ROUNDS ?? 2);

const portrait = startServer({ LOG_LEVEL: 'silent', TRUST_PROXY: 'loopback' });

test(
  'killed at any moment, it keeps what it acknowledged; all else is whole or absent',
  async () => {
    const lives: Life[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const born = await Promise.all([newLife(), newLife(), newLife()]);
      lives.push(...born);
      const walSize = await livesUntilKilled(born);
      await afterPowerLoss(walSize, () => expectAllWhole(lives));
      await portrait().restart();
      await expectAllWhole(lives);
      for (const life of born) await expectWelcome(life);
    }
  },
  TEST_TIMEOUT_MS * ROUNDS,
);

/** Lets people live until the server is killed. @returns how many bytes the `-wal` had at the last answer */
async function livesUntilKilled(lives: Life[]): Promise<number> {
  const { url, file, kill } = portrait();
  const enough = 5 + Math.floor(Math.random() * 20);
  let answers = 0;
  let walSize = 0;
  let killed: Promise<void> | undefined;
  const onAnswer = () => {
    walSize = statSync(`${file}-wal`).size;
    answers += 1;
    if (answers === enough) killed = setTimeout(Math.random() * 50).then(() => kill('SIGKILL'));
  };
  const ended = lives.map((life) =>
    live(life, url, onAnswer).catch((error) => {
      if (!killed || !/^(fetch failed|terminated)$/.test(error.message)) throw error;
    }),
  );
  await Promise.all(ended);
  await killed;
  return walSize;
}

const expectAllWhole = (lives: Life[]) => Promise.all(lives.map(expectWhole));

/**
 * Looks at a copy of the files without what was appended after the last answer, as if no later page had reached the
 * disk. It shows that nothing acknowledged rests on later writes, and that a tail cut anywhere is left out whole. That
 * each answer waits for the disk it does not show: no test can cut the power.
 */
async function afterPowerLoss(walSize: number, look: () => Promise<unknown>): Promise<void> {
  const { file } = portrait();
  const copy = join(dirname(file), 'copy', 'portrait.db');
  mkdirSync(dirname(copy), { recursive: true });
  for (const part of ['', '-wal']) copyFileSync(file + part, copy + part);
  truncateSync(`${copy}-wal`, walSize);
  rmSync(`${copy}-shm`, { force: true });
  openDatabase(`file:${copy}`);
  await checkDatabase();
  await look();
  closeDatabase();
}

/** Nobody is locked out: the password of the moment leads in, or to the code where one is owed. */
async function expectWelcome({ user: { id }, acknowledged }: Life): Promise<void> {
  const user = (await findUserById(id)) as User;
  const changes = await db().query.events.findMany({
    where: (events, { and, eq }) => and(eq(events.userId, id), eq(events.type, 'password-changed')),
  });
  const page = await signIn(portrait(), user.username, passwordAfter(changes.length));
  if (!user.totpConfirmedAt) acknowledged['signed-in'] = (acknowledged['signed-in'] ?? 0) + 1;
  expect(page.path).toBe(user.totpConfirmedAt ? '/en/sign-in/code' : `/${user.language}/profile`);
}

test('killed at any moment, it keeps the count of failures', async () => {
  const user = await newPerson();
  const address = anyAddress();
  const page = await new Browser(portrait().url, { 'x-forwarded-for': address }).opens('/en/sign-in');
  let refused = 0;
  for (; refused < 4; refused++) {
    await page.submits('sign-in', { username: user.username, password: 'wrong' });
    expect(page.status).toBe(200);
    if (refused % 2 === 1) await portrait().killAndRestart();
  }
  const guess = { account: usernameKey(user.username), user, client: { address, userAgent: '' } };
  const keys = signInLimits({ kind: 'password', ...guess }).map(({ key }) => key);
  const counts = await db().query.rateLimits.findMany({
    where: (limits, { inArray }) => inArray(limits.key, keys),
  });
  expect(counts.map(({ attempts }) => attempts)).toEqual([4, 4]);
});
