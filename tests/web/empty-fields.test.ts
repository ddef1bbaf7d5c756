import { codeOf } from '../support/authenticator';
import type { Browser, Entries } from '../support/browser';
import { eventTypes } from '../support/events';
import { findUser, PASSWORD } from '../support/people';
import { enableTwoFactorOf, newPerson, newSignedInPerson, signIn } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();

/** One more than the free wrong attempts. */
const PRESSES = 6;

async function expectRefusedAsEmpty(page: Browser, form: string, entries: Entries, field: string, message: string) {
  for (let press = 0; press < PRESSES; press++) {
    await page.submits(form, entries);
    expect([page.statuses, page.alert, page.fieldAtFault]).toEqual([[200], message, field]);
  }
}

const NEW = 'seven quiet lighthouses';

test('refuses an empty sign-in as empty, without counting or recording it', async () => {
  const user = await newPerson();
  const before = await eventTypes(user.id);
  const page = await signIn(portrait(), user.username, '');
  await expectRefusedAsEmpty(page, 'sign-in', { username: '', password: '' }, 'username', 'Enter your username.');
  await expectRefusedAsEmpty(page, 'sign-in', { username: user.username }, 'password', 'Enter your password.');
  expect(page.value('username')).toBe(user.username);
  expect(await eventTypes(user.id)).toEqual(before);
  expect((await page.submits('sign-in', { password: PASSWORD })).path).toBe('/en/profile');
});

test('points to the first empty field of the password form, and checks no password', async () => {
  const [page, user] = await newSignedInPerson(portrait());
  const before = await eventTypes(user.id);
  const [current, next, again] = ['currentPassword', 'newPassword', 'confirmPassword'];
  await expectRefusedAsEmpty(page, 'password', {}, current, 'Enter your current password.');
  await expectRefusedAsEmpty(page, 'password', { [current]: 'wrong' }, next, 'Enter a new password.');
  const two = { [current]: 'wrong', [next]: NEW };
  await expectRefusedAsEmpty(page, 'password', two, again, 'Enter the new password again.');
  expect(await eventTypes(user.id)).toEqual(before);
  await page.submits('password', { [current]: PASSWORD, [next]: NEW, [again]: NEW });
  expect(page.notice).toMatch(/has been changed/);
});

test('refuses an empty username or password of the profile as empty', async () => {
  const [page, user] = await newSignedInPerson(portrait());
  const before = await eventTypes(user.id);
  await expectRefusedAsEmpty(page, 'profile', { username: '' }, 'username', 'Enter a username.');
  const message = 'Enter your current password to change your username.';
  await expectRefusedAsEmpty(page, 'profile', { username: 'new@example.com' }, 'currentPassword', message);
  expect(await eventTypes(user.id)).toEqual(before);
  await page.submits('profile', { username: `new-${user.username}`, currentPassword: PASSWORD });
  expect(page.path).toBe('/en/profile');
});

test('refuses an empty code or password of two-factor authentication as empty', async () => {
  const [page, user] = await newSignedInPerson(portrait());
  await page.opens('/en/two-factor');
  await expectRefusedAsEmpty(page, 'two-factor-start', {}, 'currentPassword', 'Enter your current password.');
  await page.submits('two-factor-start', { currentPassword: PASSWORD });
  await expectRefusedAsEmpty(page, 'two-factor-confirm', { code: ' ' }, 'code', 'Enter the code.');
  const secret = (page.text('main code') ?? '').replaceAll(' ', '');
  await page.submits('two-factor-confirm', { code: codeOf(secret) });
  await expectRefusedAsEmpty(page, 'recovery-codes-renew', {}, 'code', 'Enter the code.');
  await page.opens('/en/two-factor');
  await expectRefusedAsEmpty(page, 'two-factor-disable', {}, 'code', 'Enter the code.');
  expect(await eventTypes(user.id)).not.toContain('code-refused');
  await page.submits('two-factor-disable', { code: codeOf(secret, 1) });
  expect(page.notice).toMatch(/is off/);
});

test('refuses an empty code at sign-in as empty', async () => {
  const user = await newPerson();
  const secret = await enableTwoFactorOf(await findUser(user.username));
  const page = await signIn(portrait(), user.username);
  await expectRefusedAsEmpty(page, 'sign-in-code', {}, 'code', 'Enter the code.');
  expect(await eventTypes(user.id)).not.toContain('code-refused');
  expect((await page.submits('sign-in-code', { code: codeOf(secret, 1) })).path).toBe('/en/profile');
});
