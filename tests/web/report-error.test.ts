import { eq } from 'drizzle-orm';
import { db } from '../../db';
import { users } from '../../db/schema';
import { makeUnavailable, rejectSecrets, rejectSessions } from '../support/database';
import { findUser, PASSWORD } from '../support/people';
import { newPerson, newSignedInPerson, picture, signIn } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer({ LOG_LEVEL: 'warn' });

/** Makes a row that no code of ours writes, over which it stumbles. */
const breaks = (id: string) =>
  db()
    .update(users)
    .set({ passwordHash: `hmac-sha384:${'x'.repeat(60)}` })
    .where(eq(users.id, id));

/** The line of the server's log with this in it, which may come a little later than the answer. */
async function lineWith(part: string): Promise<string | undefined> {
  const find = () => portrait().lines.find((line) => line.includes(part));
  for (let asked = 0; asked < 20 && !find(); asked++) await fetch(`${portrait().url}/healthz`);
  return find();
}

test('a file far too large leads back to its form, which says so and changed nothing', async () => {
  const [page, user] = await newSignedInPerson(portrait());
  const large = new File([new Uint8Array(13 * 1024 * 1024)], 'me.jpg', { type: 'image/jpeg' });
  await page.submits('profile', { avatar: large, language: 'de' });
  expect(page.status).toBe(413);
  expect(page.alert).toBe('The picture is too large. Choose one of 10 MB or less.');
  expect(page.fieldAtFault).toBe('avatar');
  expect(await findUser(user.username)).toEqual(user);
  await page.submits('profile', { avatar: await picture() });
  expect([page.path, page.notice]).toEqual(['/en/profile', 'Your changes have been saved.']);
});

test('a form that arrives damaged leads back to itself, in the language of its page', async () => {
  const [page] = await newSignedInPerson(portrait());
  const headers = { ...page.formHeaders(), 'content-type': 'multipart/form-data; boundary=b' };
  await page.goes('/fr/profile', { method: 'POST', body: '--b\r\n', headers });
  expect([page.status, page.text('#profile [role=alert]')]).toEqual([400, expect.stringContaining('endommagées')]);
  await page.submits('profile', { language: 'es' });
  expect(page.path).toBe('/es/profile');
});

test('a file far too large from somebody signed out leads to sign in, without the file', async () => {
  const [page] = await newSignedInPerson(portrait());
  await page.jar.removeAllCookies();
  await page.submits('profile', { avatar: new File([new Uint8Array(13 * 1024 * 1024)], 'me.jpg') });
  expect([page.statuses, page.path]).toEqual([[303, 200], '/en/sign-in?next=%2Fen%2Fprofile']);
});

test('who was signed out meanwhile is told once that nothing was saved, signs in, and is back', async () => {
  const [page, user] = await newSignedInPerson(portrait());
  await page.jar.removeAllCookies();
  await page.submits('profile', { language: 'ru' });
  expect([page.statuses, page.path]).toEqual([[303, 200], '/en/sign-in?next=%2Fen%2Fprofile']);
  expect(page.alert).toBe('Your session ended, so nothing was saved. Log in to continue.');
  expect((await page.reloads()).notice).toBeUndefined();
  await page.submits('sign-in', { username: user.username, password: PASSWORD });
  expect([page.path, page.notice]).toEqual(['/en/profile', undefined]);
});

test('who only opens a page signed out is told nothing of the kind', async () => {
  const [page] = await newSignedInPerson(portrait());
  await page.jar.removeAllCookies();
  expect((await page.opens('/en/profile')).notice).toBeUndefined();
});

test('while the database is gone, a page says when to try again, in the language that is asked for', async () => {
  const [page] = await newSignedInPerson(portrait());
  const back = await makeUnavailable(portrait().database);
  await page.goes('/profile', { headers: { 'accept-language': 'fr' } });
  await back();
  expect([page.statuses, page.path, page.headers.get('retry-after')]).toEqual([[307, 503], '/fr/profile', '10']);
  expect(page.text('h1')).toBe('Le serveur est occupé');
  expect((await page.reloads()).status).toBe(200);
});

test('a form that finds no database says so in a page, and is good once there is one', async () => {
  const [page] = await newSignedInPerson(portrait());
  const back = await makeUnavailable(portrait().database);
  const form = { method: 'POST', body: page.filled('profile', { language: 'de' }), headers: page.formHeaders() };
  const answers = [await page.fetches('/en/profile', form)];
  await back();
  answers.push(await page.fetches('/en/profile', form));
  expect(answers.map(({ status }) => status)).toEqual([503, 303]);
});

test('a bug is a page with a reference, which the log has too, and nothing of the inside', async () => {
  const { id, username } = await newPerson();
  await breaks(id);
  const page = await signIn(portrait(), username);
  expect([page.status, page.text('h1')]).toEqual([500, 'Something went wrong']);
  expect(page.html).not.toMatch(/salt|hmac|\.ts|at /);
  const [reference] = page.html.match(/\w{4}-\w{4}(?=<\/p>)/) ?? ['none'];
  const logged = await lineWith(reference);
  expect(logged).toMatch(/"path":"\/en\/sign-in".*Invalid salt/);
  expect(logged).not.toContain(PASSWORD);
});

test('a query that fails is logged without what it was given or what is in its row', async () => {
  const [page, user] = await newSignedInPerson(portrait());
  await page.opens('/en/two-factor');
  await rejectSecrets(portrait().database);
  await page.submits('two-factor-start', { currentPassword: PASSWORD });
  expect(page.status).toBe(500);
  await lineWith('a page or an action failed');
  const told = portrait().lines.join('\n');
  expect(told).toMatch(/"path":"\/en\/two-factor".*(CONSTRAINT|23514)/);
  for (const value of [PASSWORD, user.id, user.username, user.passwordHash.slice(0, 40)])
    expect(told).not.toContain(value);
});

test('the log names the innermost cause, not the error of next-auth around it', async () => {
  const { username } = await newPerson();
  await rejectSessions(portrait().database);
  const page = await signIn(portrait(), username);
  expect(page.status).toBe(500);
  const [reference] = page.html.match(/\w{4}-\w{4}(?=<\/p>)/) ?? ['none'];
  await lineWith(reference);
  const lines = portrait()
    .lines.filter((line) => line.includes(reference))
    .map((line) => JSON.parse(line));
  const { err } = lines.find(({ msg }) => msg === 'a page or an action failed');
  expect([err.type, err.code]).toEqual([
    expect.not.stringMatching(/CallbackRouteError/),
    expect.stringMatching(/CONSTRAINT|23514/),
  ]);
});
