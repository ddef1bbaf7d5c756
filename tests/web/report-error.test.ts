import { makeUnavailable, rejectSecrets, rejectSessions } from '../support/database';
import { findUser, PASSWORD } from '../support/people';
import { newPerson, newSignedInPerson, picture, signIn } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer({ LOG_LEVEL: 'warn' });

/** The log line that contains this. It may come a little later than the response. */
async function lineWith(part: string): Promise<string | undefined> {
  const find = () => portrait().lines.find((line) => line.includes(part));
  for (let asked = 0; asked < 20 && !find(); asked++) await fetch(`${portrait().url}/healthz`);
  return find();
}

test('shows the form again after an upload that is too large, and saves nothing', async () => {
  const [page, user] = await newSignedInPerson(portrait());
  const large = new File([new Uint8Array(13 * 1024 * 1024)], 'me.jpg', { type: 'image/jpeg' });
  await page.submits('profile', { avatar: large, language: 'de' });
  expect(page.status).toBe(413);
  expect(page.alert).toBe('The picture is too large. Choose one of 10\u00a0MB or less.');
  expect(page.fieldAtFault).toBe('avatar');
  expect(await findUser(user.username)).toEqual(user);
  await page.submits('profile', { avatar: await picture() });
  expect([page.path, page.notice]).toEqual(['/en/profile', 'Your changes have been saved.']);
});

test('shows a damaged form again in the language of its page', async () => {
  const [page] = await newSignedInPerson(portrait());
  const headers = { ...page.formHeaders(), 'content-type': 'multipart/form-data; boundary=b' };
  await page.goes('/fr/profile', { method: 'POST', body: '--b\r\n', headers });
  expect([page.status, page.text('#profile [role=alert]')]).toEqual([400, expect.stringContaining('endommagées')]);
  await page.submits('profile', { language: 'es' });
  expect(page.path).toBe('/es/profile');
});

test('redirects an upload that is too large to sign-in when signed out', async () => {
  const [page] = await newSignedInPerson(portrait());
  await page.jar.removeAllCookies();
  await page.submits('profile', { avatar: new File([new Uint8Array(13 * 1024 * 1024)], 'me.jpg') });
  expect([page.statuses, page.path]).toEqual([[303, 200], '/en/sign-in?next=%2Fen%2Fprofile']);
});

test('says once that nothing was saved because the session ended, and returns after sign-in', async () => {
  const [page, user] = await newSignedInPerson(portrait());
  await page.jar.removeAllCookies();
  await page.submits('profile', { language: 'ru' });
  expect([page.statuses, page.path]).toEqual([[303, 200], '/en/sign-in?next=%2Fen%2Fprofile']);
  expect(page.alert).toBe('Your session ended, so nothing was saved. Log in to continue.');
  expect((await page.reloads()).notice).toBeUndefined();
  await page.submits('sign-in', { username: user.username, password: PASSWORD });
  expect([page.path, page.notice]).toEqual(['/en/profile', undefined]);
});

test('does not say so when a page is only opened', async () => {
  const [page] = await newSignedInPerson(portrait());
  await page.jar.removeAllCookies();
  expect((await page.opens('/en/profile')).notice).toBeUndefined();
});

test('responds with 503 in the requested language while the database is unavailable', async () => {
  const [page] = await newSignedInPerson(portrait());
  const back = await makeUnavailable(portrait().database);
  await page.goes('/profile', { headers: { 'accept-language': 'fr' } });
  await back();
  expect([page.statuses, page.path, page.headers.get('retry-after')]).toEqual([[307, 503], '/fr/profile', '10']);
  expect(page.text('h1')).toBe('Le serveur est occupé');
  expect((await page.reloads()).status).toBe(200);
});

test('a form fails with 503 while the database is unavailable, and works afterwards', async () => {
  const [page] = await newSignedInPerson(portrait());
  const back = await makeUnavailable(portrait().database);
  const form = { method: 'POST', body: page.filled('profile', { language: 'de' }), headers: page.formHeaders() };
  const answers = [await page.fetches('/en/profile', form)];
  await back();
  answers.push(await page.fetches('/en/profile', form));
  expect(answers.map(({ status }) => status)).toEqual([503, 303]);
});

test('shows a bug as a page with a reference to the log, and logs the failed query without its values', async () => {
  const [page, user] = await newSignedInPerson(portrait());
  await page.opens('/en/two-factor');
  await rejectSecrets(portrait().database);
  await page.submits('two-factor-start', { currentPassword: PASSWORD });
  expect([page.status, page.text('h1')]).toEqual([500, 'Something went wrong']);
  expect(page.html).not.toMatch(/constraint|refused|\.ts|at /i);
  const [reference] = page.html.match(/\w{4}-\w{4}(?=<\/p>)/) ?? ['none'];
  await lineWith('A page or an action failed.');
  const logged = portrait().lines.join('\n');
  expect(logged).toMatch(new RegExp(`"request":"${reference}".*"path":"/en/two-factor".*(CONSTRAINT|23514)`));
  for (const value of [PASSWORD, user.id, user.username, user.passwordHash.slice(0, 40)])
    expect(logged).not.toContain(value);
});

test('logs the innermost cause, not next-auth’s wrapper', async () => {
  const { username } = await newPerson();
  await rejectSessions(portrait().database);
  const page = await signIn(portrait(), username);
  expect(page.status).toBe(500);
  const [reference] = page.html.match(/\w{4}-\w{4}(?=<\/p>)/) ?? ['none'];
  await lineWith(reference);
  const lines = portrait()
    .lines.filter((line) => line.includes(reference))
    .map((line) => JSON.parse(line));
  const { err } = lines.find(({ msg }) => msg === 'A page or an action failed.');
  expect([err.type, err.code]).toEqual([
    expect.not.stringMatching(/CallbackRouteError/),
    expect.stringMatching(/CONSTRAINT|23514/),
  ]);
});
