import type { Browser } from '../support/browser';
import { PASSWORD } from '../support/people';
import { newPerson, newSignedInPerson, signIn } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer({ LOG_LEVEL: 'warn' });

async function failsToSignIn(username: string): Promise<void> {
  for (let failure = 0; failure < 5; failure++)
    expect((await signIn(portrait(), username, 'wrong')).alert).toBe('Incorrect username or password.');
}

test('counts failures across a restart', async () => {
  const { username } = await newPerson();
  await failsToSignIn(username);
  await portrait().killAndRestart();
  expect((await signIn(portrait(), username)).alert).toMatch(/^Too many failed attempts/);
});

const blockedLines = (user: string) =>
  portrait()
    .lines.filter((line) => line.includes('try-blocked') && line.includes(user))
    .map((line) => JSON.parse(line));

/** Waits until the log has a later attempt by another user. */
async function laterBlockedLines(user: string) {
  const next = await newPerson();
  await failsToSignIn(next.username);
  await signIn(portrait(), next.username);
  while (blockedLines(next.id).length === 0) await fetch(`${portrait().url}/healthz`);
  return blockedLines(user);
}

test('logs one line for all attempts during one wait, with user and address', async () => {
  const { id, username } = await newPerson();
  await failsToSignIn(username);
  for (let flood = 0; flood < 5; flood++) await signIn(portrait(), username);
  expect(await laterBlockedLines(id)).toEqual([
    expect.objectContaining({ event: 'try-blocked', user: id, address: '127.0.0.1', request: expect.any(String) }),
  ]);
  for (const secret of [username, PASSWORD, 'wrong']) expect(portrait().lines.join('\n')).not.toContain(secret);
});

test('logs attempts on unknown users and in forms of signed-in users', async () => {
  await failsToSignIn('nobody@example.com');
  await signIn(portrait(), 'nobody@example.com');
  const [page, { id }] = await newSignedInPerson(portrait());
  for (let time = 0; time < 7; time++) await failsToChange(page);
  expect(await laterBlockedLines(id)).toHaveLength(1);
  const ofNobody = portrait().lines.filter((line) => line.includes('try-blocked') && !line.includes('"user"'));
  expect(ofNobody).toHaveLength(1);
});

const failsToChange = (page: Browser) =>
  page.submits('password', { currentPassword: 'no', newPassword: PASSWORD, confirmPassword: PASSWORD });
