import { Browser } from '../support/browser';
import { command, waitForExit } from '../support/command';
import { linkIn, mailEnv, startServerWithMail } from '../support/mail-server';
import { findUser, PASSWORD } from '../support/people';
import { newPerson, newSignedInPerson, signIn } from '../support/scenes';

const started = startServerWithMail();

const NEW = 'seven quiet lighthouses';
const TYPED = { newPassword: NEW, confirmPassword: NEW };

async function asksForLink(username: string): Promise<Browser> {
  const page = await new Browser(started()[0].url).opens('/en/forgotten-password');
  return page.submits('forgotten-password', { username });
}

/** Opens the link of the next mail to an address. */
async function follows(address: string, page = new Browser(started()[0].url)): Promise<Browser> {
  return page.opens(linkIn(await started()[1].next(address)));
}

test('setting a forgotten password by a mailed link ends every session and starts none', async () => {
  const [portrait] = started();
  const [elsewhere, user] = await newSignedInPerson(portrait);
  const signInPage = await new Browser(portrait.url).opens('/en/sign-in');
  expect(signInPage.document.querySelector('a[href="/en/forgotten-password"]')).not.toBeNull();

  const asked = await asksForLink(user.username);
  expect([asked.statuses, asked.path]).toEqual([[303, 200], '/en/sign-in']);
  expect(asked.notice).toContain("If there's an account with this username");

  const page = await follows(user.username);
  await page.reloads(); // a scanner may have opened it before
  await page.submits('set-password', TYPED);
  expect([page.statuses, page.path]).toEqual([[303, 200], '/en/sign-in']);
  expect(page.notice).toBe('Your password has been saved. Log in with it.');
  expect(page.value('username')).toBe(user.username);
  expect((await elsewhere.reloads()).path).toContain('/en/sign-in');
  await page.submits('sign-in', { password: NEW });
  expect(page.path).toBe('/en/profile');
  expect((await signIn(portrait, user.username, PASSWORD)).alert).toBeTruthy();
  expect((await page.opens('/en/activity')).html).toContain('Password reset');
  const notice = await started()[1].next(user.username);
  expect(notice.headers.subject).toBe('Your password was changed');
});

test('a used link says so, and leads to a new one', async () => {
  const user = await newPerson();
  await asksForLink(user.username);
  const page = await follows(user.username);
  const twin = await new Browser(started()[0].url).opens(page.path);
  await page.submits('set-password', TYPED);
  const another = 'eight quiet lighthouses';
  await twin.submits('set-password', { newPassword: another, confirmPassword: another });
  expect(twin.alert ?? twin.text('h1')).toMatch(/This link/);
  await twin.reloads();
  expect(twin.text('h1')).toBe('This link no longer works');
  expect(twin.document.querySelector('form[id="set-password"]')).toBeNull();
  expect(twin.document.querySelector('main a')?.getAttribute('href')).toBe('/en/forgotten-password');
});

test('a link opens the same form in another language', async () => {
  const user = await newPerson();
  await asksForLink(user.username);
  const page = await follows(user.username);
  const pathIn = (language: string) =>
    page.document.querySelector(`header nav a[lang=${language}]`)?.getAttribute('href') ?? '';
  await page.opens(pathIn('de'));
  expect([page.path.split('?')[0], page.document.documentElement.lang]).toEqual(['/de/set-password', 'de']);
  await page.submits('set-password', TYPED);
  expect([page.path, page.notice]).toEqual(['/en/sign-in', 'Your password has been saved. Log in with it.']);
  await page.opens('/fr/confirm-username?token=a%26b&next=%2Fen');
  expect(pathIn('ar')).toBe('/ar/confirm-username?token=a%26b');
});

test('a refused password is asked for again, under the same link, in any language', async () => {
  const user = await newPerson({ language: 'de' });
  await asksForLink(user.username);
  const page = await follows(user.username);
  expect(page.path).toMatch(/^\/de\//);
  await page.opens(page.path.replace('/de/', '/en/'));
  const username = page.document.querySelector('#set-password [autocomplete=username]');
  expect(username?.getAttribute('value')).toBe(user.username); // for the password manager
  await page.submits('set-password', { newPassword: 'short', confirmPassword: 'short' });
  expect([page.status, page.fieldAtFault]).toEqual([200, 'newPassword']);
  await page.submits('set-password', TYPED);
  expect(page.path).toBe('/de/sign-in'); // their own
});

test('an invalid address is refused and kept, and a logged-in user is sent to the profile', async () => {
  const page = await asksForLink('nobody');
  expect([page.path, page.fieldAtFault, page.value('username')]).toEqual([
    '/en/forgotten-password',
    'username',
    'nobody',
  ]);
  const [signedIn] = await newSignedInPerson(started()[0]);
  expect((await signedIn.opens('/de/forgotten-password')).path).toBe('/de/profile');
});

test('the page says that a reset password goes by mail', async () => {
  const [page] = await newSignedInPerson(started()[0], { administrator: true });
  const { id, username } = await newPerson();
  await page.opens(`/en/people/${id}`);
  expect(page.text('#person-reset-password')).toContain(
    `Logs ${username} out everywhere and emails a link to choose a new password.`,
  );
});

test('the answer is the same for a user who exists and for one who does not', async () => {
  const user = await newPerson();
  const known = await asksForLink(user.username);
  const unknown = await asksForLink('nobody-at-all@example.com');
  expect([unknown.statuses, unknown.path, unknown.notice]).toEqual([known.statuses, known.path, known.notice]);
  expect(unknown.html.length).toBe(known.html.length);
  await started()[1].next(user.username);
  expect(started()[1].received.flatMap(({ to }) => to)).not.toContain('nobody-at-all@example.com');
});

test.each(['/en/set-password?token=x', '/ar/confirm-username?token=x', '/en/set-password'])(
  '%s is kept by nobody and named to nobody',
  async (path) => {
    const page = await new Browser(started()[0].url).opens(path);
    expect(page.status).toBe(200);
    expect(page.headers.get('cache-control')).toContain('no-store');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
  },
);

test('an invited person chooses a password in their language and finds their username filled in', async () => {
  const [portrait, mail] = started();
  const username = 'nouvelle@example.com';
  const args = ['create', '--username', username, '--company', 'Acme', '--language', 'fr'];
  const env = { ...mailEnv(mail), APP_URL: portrait.url };
  expect(await waitForExit(command('user', args, portrait.database, { env }))).toEqual({
    code: 0,
    out: `Created ${username}.\nSent an invitation to ${username}.\n`,
    err: '',
  });
  const page = await follows(username);
  expect(page.path).toMatch(/^\/fr\/set-password\?token=/);
  expect(page.text('h1')).toBe('Bienvenue sur Portrait');
  expect(page.text('main')).toContain('L’administration de l’entreprise Acme vous invite.');
  await page.submits('set-password', TYPED);
  expect([page.path, page.value('username')]).toEqual(['/fr/sign-in', username]);
  await page.submits('sign-in', { password: NEW });
  expect(page.path).toBe('/fr/profile');
  expect(await findUser(username)).toMatchObject({ passwordMustChange: false, usernameVerifiedAt: expect.any(Number) });
});

test('a changed username waits for its link', async () => {
  const [portrait, mail] = started();
  const [page, user] = await newSignedInPerson(portrait);
  const username = `new.${user.username}`;
  await page.submits('profile', { username, currentPassword: PASSWORD });
  expect(page.notice).toMatch(/^We've sent a link to your new address/);
  expect(page.text('main')).toContain(`Waiting for you to confirm ${username}.`);
  expect(page.value('username')).toBe(user.username);
  await mail.next(username);
  await page.submits('username-resend');
  expect(page.notice).toMatch(/^We've sent a link/);
  await follows(username, page);
  expect(page.text('main')).toContain(username);
  await page.submits('confirm-username');
  expect([page.path, page.notice]).toEqual(['/en/profile', 'Your username has been changed.']);
  expect(page.value('username')).toBe(username);
  for (const address of [user.username, username])
    expect((await mail.next(address)).headers.subject).toBe('Your username was changed');
});

test('a link that is confirmed twice at once changes the username, and the person stays logged in', async () => {
  const [portrait] = started();
  const [page, user] = await newSignedInPerson(portrait);
  const username = `new.${user.username}`;
  await page.submits('profile', { username, currentPassword: PASSWORD });
  await follows(username, page);
  const cookie = await page.jar.getCookieString(page.url);
  const body = page.filled('confirm-username', {});
  const headers = { ...page.formHeaders(), ...page.requestHeaders, cookie };
  await fetch(page.url, { method: 'POST', body, headers, redirect: 'manual' }); // the browser never sees this
  await page.submits('confirm-username');
  expect([page.path, page.notice]).toEqual(['/en/profile', 'Your username has been changed.']);
  expect(page.value('username')).toBe(username);
});

test('a pending username can be cancelled', async () => {
  const [portrait, mail] = started();
  const [page, user] = await newSignedInPerson(portrait);
  const username = `new.${user.username}`;
  await page.submits('profile', { username, currentPassword: PASSWORD });
  const link = linkIn(await mail.next(username));
  await page.submits('username-cancel');
  expect(page.notice).toBe('Your username stays the same.');
  expect(page.text('main')).not.toContain('Waiting for');
  await page.opens(link);
  expect(page.text('h1')).toBe('This link no longer works');
  expect(page.document.querySelector('main a')?.getAttribute('href')).toBe('/en/profile');
});
