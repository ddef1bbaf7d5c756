import { resetPassword } from '../../lib/users';
import { PASSWORD } from '../support/people';
import { newPerson, newSignedInPerson, signIn } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();

const NEW = 'seven quiet lighthouses';
const typed = (entries = {}) => ({ currentPassword: PASSWORD, newPassword: NEW, confirmPassword: NEW, ...entries });

test('a changed password ends every other session, and this one goes on under a new value', async () => {
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
])('%s is refused with the reason, and no password comes back', async (_, entries, field, message) => {
  const [page] = await newSignedInPerson(portrait());
  await page.submits('password', typed(entries));
  expect(page.alert).toMatch(message);
  expect(page.fieldAtFault).toBe(field);
  for (const secret of Object.values(typed(entries))) expect(page.html).not.toContain(`"${secret}"`);
});

test('64 emoji are a password', async () => {
  const emoji = Array.from({ length: 64 }, (_, n) => String.fromCodePoint(0x1f400 + n)).join('');
  const [page, user] = await newSignedInPerson(portrait());
  await page.submits('password', typed({ newPassword: emoji, confirmPassword: emoji }));
  expect(page.notice).toBeTruthy();
  expect((await signIn(portrait(), user.username, emoji)).path).toBe('/en/profile');
});

test('fields of 10 KB are refused with a sentence', async () => {
  const long = 'x y'.repeat(3500);
  const [page] = await newSignedInPerson(portrait());
  await page.submits('password', typed({ newPassword: long, confirmPassword: long }));
  expect(page.alert).toBe('The new password is too long. Use at most 256 characters.');
});

test('of two windows that change the password at once, one wins', async () => {
  const [page] = await newSignedInPerson(portrait());
  const send = (newPassword: string) => {
    const body = page.filled('password', typed({ newPassword, confirmPassword: newPassword }));
    return page.fetches('/en/profile', { method: 'POST', body, headers: page.formHeaders() });
  };
  const answers = await Promise.all([send('seven quiet lighthouses'), send('eight quiet lighthouses')]);
  expect(answers.filter(({ headers }) => headers.get('location') === '/en/profile')).toHaveLength(1);
});

test('a one-time password leads every page to the password form, until it is changed', async () => {
  const user = await newPerson();
  const reset = await resetPassword(user.username);
  if (!reset.ok) throw new Error(reset.error);
  const page = await signIn(portrait(), user.username, reset.oneTimePassword);
  expect(page.path).toBe('/en/profile');
  expect(page.document.querySelector('form[id=profile]')).toBeNull();
  const { oneTimePassword } = reset;
  await page.submits('password', {
    currentPassword: oneTimePassword,
    newPassword: oneTimePassword,
    confirmPassword: oneTimePassword,
  });
  expect(page.alert).toBe('This is your current password. Choose a different one.');
  await page.submits('password', typed({ currentPassword: oneTimePassword }));
  expect(page.document.querySelector('form[id=profile]')).not.toBeNull();
});

test('password managers find the way to the password form', async () => {
  const [page] = await newSignedInPerson(portrait());
  expect((await page.opens('/.well-known/change-password')).path).toBe('/en/profile#password');
  expect(page.document.querySelector('#password input[autocomplete=username]')).not.toBeNull();
});
