import { eq } from 'drizzle-orm';
import { db } from '../../db';
import { rateLimits, users } from '../../db/schema';
import { hashPassword } from '../../lib/adapters/hash';
import { reauthLimits } from '../../lib/rate-limit';
import type { Browser } from '../support/browser';
import { endUserSessions, findUser, PASSWORD } from '../support/people';
import { newSignedInPerson } from '../support/scenes';
import { startServer } from '../support/server';
import { until } from '../support/until';

const portrait = startServer();

const NEW = 'seven quiet lighthouses';

test.each<[string, string, string, Parameters<Browser['submits']>[1]]>([
  ['a password', '/en/profile', 'password', { currentPassword: PASSWORD, newPassword: NEW, confirmPassword: NEW }],
  ['a wrong password', '/en/profile', 'password', { currentPassword: 'no', newPassword: NEW, confirmPassword: NEW }],
  ['a username', '/en/profile', 'profile', { username: 'somebody.else@example.com', currentPassword: PASSWORD }],
  ['a factor', '/en/two-factor', 'two-factor-start', { currentPassword: PASSWORD }],
])(
  '%s that is looked at while its session ends leads to sign in, and nothing is saved',
  async (_, path, form, typed) => {
    const [page, { id, username }] = await newSignedInPerson(portrait());
    await takesLong(id);
    const before = await findUser(username);
    const answer = (await page.opens(path)).submits(form, typed);
    const [{ key }] = reauthLimits('password', before);
    const isLookedAt = async () => (await db().select().from(rateLimits).where(eq(rateLimits.key, key))).length > 0;
    await until(isLookedAt);
    await endUserSessions(username);
    await answer;
    expect([page.statuses, page.path]).toEqual([[303, 200], `/en/sign-in?next=${encodeURIComponent(path)}`]);
    expect(page.alert).toBe('Your session ended, so nothing was saved. Log in to continue.');
    expect(await findUser(username)).toEqual(before);
  },
);

/** Makes verifying a user's password take many times longer than ending a session. */
async function takesLong(userId: string): Promise<void> {
  const { BCRYPT_COST } = process.env;
  process.env.BCRYPT_COST = '13';
  const passwordHash = await hashPassword(PASSWORD);
  process.env.BCRYPT_COST = BCRYPT_COST;
  await db().update(users).set({ passwordHash }).where(eq(users.id, userId));
}
