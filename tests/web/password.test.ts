import { findUser, PASSWORD, resetPassword } from '../support/people';
import { newPerson, newSignedInPerson, signIn } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();

const NEW = 'seven quiet lighthouses';
const typed = (entries = {}) => ({ currentPassword: PASSWORD, newPassword: NEW, confirmPassword: NEW, ...entries });

test('ends other sessions and renews this one when the password changes', async () => {
  const [page, user] = await newSignedInPerson(portrait());
  const elsewhere = await signIn(portrait(), user.username);
  const before = await page.jar.getCookieString(portrait().url);
  await page.submits('password', typed());
  expect(page.statuses).toEqual([303, 200]);
  expect([page.path, page.notice]).toEqual([
    '/en/profile',
    'Your password has been changed. All other sessions have been ended.',
  ]);
  expect(await page.jar.getCookieString(portrait().url)).not.toBe(before);
  expect((await elsewhere.reloads()).path).toContain('/en/sign-in');
  expect((await signIn(portrait(), user.username)).alert).toBeTruthy();
  expect((await signIn(portrait(), user.username, NEW)).path).toBe('/en/profile');
});

test.each([
  ['a wrong current password', { currentPassword: 'no' }, 'currentPassword', /^The current password is incorrect/],
  ['14 letters', { newPassword: 'fourteenletter' }, 'newPassword', /too short. Use at least 15 characters: add 1 more/],
  ['a common one', { newPassword: 'qwerty123456789' }, 'newPassword', /^This is a common password/],
  ['another second time', { confirmPassword: 'other' }, 'confirmPassword', /^The new passwords don't match/],
])('refuses %s with the reason, and sends no password back', async (_, entries, field, message) => {
  const [page] = await newSignedInPerson(portrait());
  await page.submits('password', typed(entries));
  expect(page.alert).toMatch(message);
  expect(page.fieldAtFault).toBe(field);
  for (const secret of Object.values(typed(entries))) expect(page.html).not.toContain(`"${secret}"`);
});

test('accepts 64 emoji as a password', async () => {
  const emoji = Array.from({ length: 64 }, (_, n) => String.fromCodePoint(0x1f400 + ((n * 37) % 200))).join('');
  const [page, user] = await newSignedInPerson(portrait());
  await page.submits('password', typed({ newPassword: emoji, confirmPassword: emoji }));
  expect(page.notice).toBeTruthy();
  expect((await signIn(portrait(), user.username, emoji)).path).toBe('/en/profile');
});

test('refuses fields of 10 KB with a sentence', async () => {
  const long = 'x y'.repeat(3500);
  const [page] = await newSignedInPerson(portrait());
  await page.submits('password', typed({ newPassword: long, confirmPassword: long }));
  expect(page.alert).toBe('The new password is too long. Use at most 256 characters.');
});

test('lets one of two simultaneous password changes win', async () => {
  const [page] = await newSignedInPerson(portrait());
  const send = (newPassword: string) => {
    const body = page.filled('password', typed({ newPassword, confirmPassword: newPassword }));
    return page.fetches('/en/profile', { method: 'POST', body, headers: page.formHeaders() });
  };
  const answers = await Promise.all([send('seven quiet lighthouses'), send('eight quiet lighthouses')]);
  expect(answers.filter(({ headers }) => headers.get('location') === '/en/profile')).toHaveLength(1);
});

/** A user who has logged in with a one-time password. */
async function newcomer() {
  const user = await newPerson();
  const reset = await resetPassword(user.username);
  if (!reset.ok) throw new Error(reset.error);
  const { oneTimePassword } = reset;
  return { user, oneTimePassword, page: await signIn(portrait(), user.username, oneTimePassword) };
}

test('asks for a new password after a one-time password, and says why', async () => {
  const { page, oneTimePassword } = await newcomer();
  expect(page.path).toBe('/en/profile');
  expect([...page.document.querySelectorAll('main form')].map(({ id }) => id)).toEqual(['password']);
  expect(page.document.querySelector('body > div > nav')).toBeNull();
  expect(page.text('main')).toContain('Your administrator gave you a one-time password. Choose your own to continue.');
  expect([page.text('label'), page.text('#password [type=submit]')]).toEqual(['One-time password', 'Set password']);
  await page.submits('password', {
    currentPassword: oneTimePassword,
    newPassword: oneTimePassword,
    confirmPassword: oneTimePassword,
  });
  expect(page.alert).toBe('This is your current password. Choose a different one.');
  await page.submits('password', typed({ currentPassword: oneTimePassword }));
  expect(page.document.querySelector('form[id=profile]')).not.toBeNull();
});

test.each(['/en/two-factor', '/en/two-factor/recovery-codes', '/en/sessions', '/en/activity'])(
  'redirects %s to the password form while the password is a one-time password',
  async (path) => {
    const { page } = await newcomer();
    await page.opens(path);
    expect([page.path, page.document.querySelector('form[id=password]') !== null]).toEqual(['/en/profile', true]);
  },
);

test('refuses every other form while the password is a one-time password', async () => {
  const { page, user, oneTimePassword } = await newcomer();
  const [other] = await newSignedInPerson(portrait());
  const before = await findUser(user.username);
  const forms: [string, string, Record<string, string>][] = [
    ['/en/profile', 'profile', { language: 'de' }],
    ['/en/two-factor', 'two-factor-start', { currentPassword: oneTimePassword }],
  ];
  for (const [path, form, entries] of forms) {
    const body = (await other.opens(path)).filled(form, entries);
    await page.goes(path, { method: 'POST', body, headers: page.formHeaders() });
    expect([page.statuses, page.path]).toEqual([[303, 200], '/en/profile']);
  }
  expect(await findUser(user.username)).toEqual(before);
});

test('has the well-known address for changing passwords', async () => {
  const [page] = await newSignedInPerson(portrait());
  expect((await page.opens('/.well-known/change-password')).path).toBe('/en/profile#password');
  expect(page.document.querySelector('#password input[autocomplete=username]')).not.toBeNull();
});
