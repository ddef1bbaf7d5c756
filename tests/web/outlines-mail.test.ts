import { viewRecoveryCodes } from '../../lib/recovery-codes';
import { findActiveSession } from '../../lib/sessions';
import { codeOf } from '../support/authenticator';
import { Browser } from '../support/browser';
import { secretOn } from '../support/enrolment';
import { deliver, linkIn, mailEnv, startServerWithMail } from '../support/mail-server';
import { addPasskeyOf } from '../support/passkeys';
import { changeUser, createUser, PASSWORD } from '../support/people';
import { enableTwoFactorOf, newPerson, newSignedInPerson, signIn } from '../support/scenes';
import { expectOutline, Tour } from '../support/tour';

const RULE = { REQUIRE_TWO_FACTOR: 'administrators' };
Object.assign(process.env, RULE); // for lib, which the tests call themselves
const started = startServerWithMail({
  ...RULE,
  APP_NAME: 'Acme ID',
  SUPPORT_CONTACT: 'help@acme.example',
  APP_LOGO: 'public/icon.svg',
});

const NEW = 'seven quiet lighthouses';

const visitor = () => new Tour(new Browser(started()[0].url));
const nextLinkTo = async (address: string) => linkIn(await started()[1].next(address));

test('a visitor who forgot the password gets the outlined pages', async () => {
  const { username } = await newPerson({ username: 'ada@example.com', language: 'fr' });
  const tour = visitor();
  await tour.opens('/en/sign-in?next=%2Fen%2Fsessions');
  await tour.follows('forgotten-password');
  await tour.submits('forgotten-password', { username: 'ada' });
  await tour.submits('forgotten-password', { username });
  await tour.opens((await nextLinkTo(username)).replace('/fr/', '/en/'));
  await tour.submits('set-password', { newPassword: 'short', confirmPassword: 'short' });
  const { path } = tour.page;
  await tour.submits('set-password', { newPassword: NEW, confirmPassword: NEW });
  await tour.opens(path);
  await tour.opens('/en/confirm-username?token=none');
  await tour.opens('/en/nothing-here');
  await tour.opens('/en/sign-in');
  expectOutline(tour, 'mail-visitor');
});

test('a person who is invited gets the outlined page', async () => {
  const [, mail] = started();
  const tour = visitor();
  await createUser({ username: 'new@example.com', company: 'Acme & Co' }, { invites: true });
  Object.assign(process.env, mailEnv(mail));
  await deliver();
  await tour.opens(await nextLinkTo('new@example.com'));
  expectOutline(tour, 'mail-invited');
});

test('a person who changes the username gets the outlined pages', async () => {
  const [page] = await newSignedInPerson(started()[0], { username: 'old@example.com' });
  const tour = new Tour(page);
  const changes = { username: 'fresh@example.com', currentPassword: PASSWORD };
  await tour.page.submits('profile', changes);
  await nextLinkTo('fresh@example.com');
  await tour.opens('/en/profile');
  await tour.submits('username-resend');
  await nextLinkTo('fresh@example.com');
  await tour.submits('username-cancel');
  await tour.page.submits('profile', changes);
  await tour.opens(await nextLinkTo('fresh@example.com'));
  await tour.page.submits('confirm-username');
  await tour.opens('/en/sessions');
  expectOutline(tour, 'mail-username');
});

test('an administrator who has to set up a second factor gets the outlined pages', async () => {
  const { username } = await newPerson({ username: 'chief@example.com', administrator: true, company: 'Headquarters' });
  const tour = visitor();
  await tour.page.opens('/en/people');
  await tour.submits('sign-in', { username, password: PASSWORD });
  await tour.follows('/passkeys');
  await tour.opens('/en/sessions');
  await tour.submits('two-factor-start', { currentPassword: PASSWORD });
  await tour.submits('two-factor-confirm', { code: codeOf(secretOn(tour.page)) });
  expectOutline(tour, 'required-two-factor');
});

test('an administrator with mail gets the outlined pages', async () => {
  const user = await newPerson({ username: 'head@example.com', administrator: true });
  const secret = await enableTwoFactorOf(user);
  const page = await signIn(started()[0], user.username);
  await page.submits('sign-in-code', { code: codeOf(secret, 1) });
  const tour = new Tour(page);
  await page.opens('/en/confirm');
  await page.submits('confirm', { currentPassword: PASSWORD });
  await tour.opens('/en/people/new');
  await tour.submits('person-create', { username: 'invited@example.com' });
  await tour.submits('person-reset-password');
  await tour.page.opens('/en/people/import');
  await tour.submits('people-import', { file: new File(['one@example.com,Acme'], 'people.csv') });
  expectOutline(tour, 'mail-administrator');
});

test('an administrator with only a passkey gets the outlined pages', async () => {
  const user = await newPerson({ username: 'key@example.com', administrator: true });
  const { sessionValue } = await addPasskeyOf(user);
  const session = await findActiveSession(sessionValue);
  const tour = visitor();
  await tour.page.opens('/en/people');
  await tour.submits('sign-in', { username: user.username, password: PASSWORD });
  await tour.submits('sign-in-code', { code: '123456' });
  await tour.page.submits('sign-in-code', { code: (session && viewRecoveryCodes(session)?.[0]) || '' });
  await tour.opens('/en/two-factor');
  await tour.opens('/en/two-factor/recovery-codes');
  expectOutline(tour, 'passkey-only');
});

test('a session that began without the passkey that is now due has to log in again', async () => {
  const user = await newPerson();
  await addPasskeyOf(user);
  const page = await signIn(started()[0], user.username);
  expect(page.path).toBe('/en/profile');
  await changeUser(user, { administrator: true });
  expect((await page.opens('/en/sessions')).path).toBe('/en/sign-in?next=%2Fen%2Fsessions');
});
