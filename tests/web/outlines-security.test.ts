import { eq } from 'drizzle-orm';
import { db } from '../../db';
import { recoveryCodes } from '../../db/schema';
import { codeOf } from '../support/authenticator';
import { Browser } from '../support/browser';
import { secretOn } from '../support/enrolment';
import { createUser, findUser, PASSWORD, resetPassword } from '../support/people';
import { newPerson, newSignedInPerson } from '../support/scenes';
import { startServer } from '../support/server';
import { expectOutline, Tour } from '../support/tour';

const portrait = startServer();

const NEW = 'seven quiet lighthouses';

const longAgo = (secret: string) => codeOf(secret, -1000);

test('a person who turns two-factor authentication on and off gets the outlined pages', async () => {
  const [page, user] = await newSignedInPerson(portrait(), { username: 'rosa@example.com' });
  const tour = new Tour(page);
  await tour.opens('/en/two-factor?next=%2Fen%2Fsessions');
  await tour.submits('two-factor-start', { currentPassword: '' });
  await tour.submits('two-factor-start', { currentPassword: PASSWORD });
  const secret = secretOn(page);
  await tour.submits('two-factor-confirm', { code: longAgo(secret) });
  await tour.submits('two-factor-confirm', { code: codeOf(secret) });
  await tour.page.opens('/en/profile');
  await tour.opens('/en/two-factor/recovery-codes?next=%2Fen%2Fsessions');
  await tour.submits('recovery-codes-saved');
  await tour.opens('/en/two-factor');
  await tour.follows('recovery');
  await tour.opens('/en/two-factor/recovery-codes');
  await tour.submits('recovery-codes-renew', { code: longAgo(secret) });
  await tour.opens('/en/confirm?next=%2Fen%2Fprofile');
  await tour.follows('confirm?code');
  await db().delete(recoveryCodes).where(eq(recoveryCodes.userId, user.id));
  await tour.opens('/en/profile');
  await tour.opens('/en/two-factor');
  await tour.page.submits('two-factor-disable', { code: codeOf(secret, 1) });
  await tour.opens('/en/two-factor');
  expectOutline(tour, 'two-factor');
});

test('a person who logs in with a code gets the outlined pages', async () => {
  const [page] = await newSignedInPerson(portrait(), { username: 'inge@example.com' });
  await page.opens('/en/two-factor');
  await page.submits('two-factor-start', { currentPassword: PASSWORD });
  const secret = secretOn(page);
  await page.submits('two-factor-confirm', { code: codeOf(secret) });
  const tour = new Tour(new Browser(portrait().url));
  await tour.page.opens('/en/sessions');
  await tour.submits('sign-in', { username: 'inge@example.com', password: PASSWORD });
  await tour.submits('sign-in-code', { code: longAgo(secret) });
  await tour.follows('recovery');
  await tour.submits('sign-in-code', { code: 'wrong' });
  await tour.follows('sign-in/code');
  await tour.submits('sign-in-code', { code: codeOf(secret, 1) });
  expectOutline(tour, 'sign-in-code');
});

test('a new person with a one-time password gets the outlined pages', async () => {
  const created = await createUser({ username: 'new@example.com', company: 'Acme & Co' });
  const tour = new Tour(new Browser(portrait().url));
  await tour.page.opens('/en/sessions');
  const password = (created.ok && created.oneTimePassword) || '';
  await tour.submits('sign-in', { username: 'new@example.com', password });
  await tour.opens('/en/people');
  await tour.submits('password', { currentPassword: password, newPassword: 'short', confirmPassword: 'short' });
  await tour.page.submits('password', { currentPassword: password, newPassword: NEW, confirmPassword: NEW });
  await tour.opens('/en/sessions');
  expectOutline(tour, 'one-time-password');
});

test('a person whose password was reset gets the outlined page', async () => {
  const { username } = await newPerson({ username: 'again@example.com' });
  const reset = await resetPassword(username);
  const tour = new Tour(new Browser(portrait().url));
  await tour.page.opens('/en/sign-in');
  await tour.submits('sign-in', { username, password: (reset.ok && reset.oneTimePassword) || '' });
  await tour.submits('password');
  expect(await findUser(username)).toMatchObject({ passwordMustChange: true });
  expectOutline(tour, 'password-reset');
});
