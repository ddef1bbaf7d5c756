import { copyFileSync, mkdirSync, rmSync, truncateSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkDatabase, closeDatabase, db, openDatabase } from '../../db';
import { findUserById, type User } from '../../db/users';
import type { EventType } from '../../lib/event-type';
import { signInLimits } from '../../lib/rate-limit';
import { isFile } from '../../lib/settings';
import { usernameKey } from '../../lib/username';
import { Browser } from '../support/browser';
import { anyAddress, expectWhole, type Life, newLife, passwordAfter } from '../support/life';
import { newPerson, signIn } from '../support/scenes';
import { startServer } from '../support/server';
import { TEST_TIMEOUT_MS } from '../support/timeout';
import { answerEarly, liveUntilKilled } from '../support/torture';

/** `npm run torture` runs more. */
const ROUNDS = Number(process.env.ROUNDS ?? 2);

const portrait = startServer({ LOG_LEVEL: 'silent', TRUST_PROXY: 'loopback' });

test(
  'killed at any moment, a server keeps what it acknowledged, and every other change is whole or absent',
  async () => {
    const lives: Life[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const born = await Promise.all([newLife(), newLife(), newLife()]);
      lives.push(...born);
      // Every other time at the moment of an answer, when a change that isn't saved yet would be lost.
      const { walSize } = await liveUntilKilled(portrait(), born, round % 2 === 0 ? 0 : Math.random() * 50);
      if (isFile(portrait().database)) await afterPowerLoss(walSize, () => expectAllWhole(lives));
      await portrait().restart();
      await expectAllWhole(lives);
      for (const life of born) await expectWelcome(life);
    }
  },
  TEST_TIMEOUT_MS * ROUNDS,
);

test('notices a server that acknowledges 80 ms before it saves', async () => {
  const early = await answerEarly(portrait().url, 80);
  const life = await newLife();
  const isEarly = (type: EventType) => /^(language|username|avatar)-/.test(type); // the profile form's
  await liveUntilKilled(portrait(), [life], 0, { url: early.url, isEnough: isEarly });
  await early.stop();
  await portrait().restart();
  await expect(expectWhole(life)).rejects.toThrow(/(language|username|avatar)-/);
});

const expectAllWhole = (lives: Life[]) => Promise.all(lives.map(expectWhole));

/**
 * Opens a copy of the files without what was appended after the last answer, as if no later page had reached the disk.
 * It can't show that each answer waits for the disk: no test cuts the power.
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

/** The latest password logs in, or asks for a code if one is needed. */
async function expectWelcome({ user: { id }, acknowledged }: Life): Promise<void> {
  const user = (await findUserById(id)) as User;
  const changes = await db().query.events.findMany({
    where: (events, { and, eq }) => and(eq(events.userId, id), eq(events.type, 'password-changed')),
  });
  const page = await signIn(portrait(), user.username, passwordAfter(changes.length));
  if (!user.totpConfirmedAt) acknowledged['signed-in'] = (acknowledged['signed-in'] ?? 0) + 1;
  expect(page.path).toBe(user.totpConfirmedAt ? '/en/sign-in/code' : `/${user.language}/profile`);
}

test('killed at any moment, a server keeps the counts of failures', async () => {
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
