import { transaction } from '../../db';
import { upsertApplicationSession } from '../../db/application-sessions';
import { registerApplication } from '../../lib/applications/registry';
import { signIn } from '../../lib/sign-in';
import { Browser } from '../support/browser';
import { addPasskeyOf } from '../support/passkeys';
import { CLIENT, changeUser, createSession, findUser, PASSWORD } from '../support/people';
import { newPerson, newSignedInPerson, picture } from '../support/scenes';
import { startServer } from '../support/server';
import { expectOutline, Tour } from '../support/tour';

const portrait = startServer();

const NEW = 'seven quiet lighthouses';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

async function tourOf(account: Parameters<typeof newSignedInPerson>[1]): Promise<Tour> {
  const [page] = await newSignedInPerson(portrait(), account);
  page.requestHeaders['user-agent'] = FIREFOX;
  return new Tour(page);
}

test('a visitor gets the outlined pages', async () => {
  const { username } = await newPerson({ username: 'ada@example.com', language: 'fr' });
  const tour = new Tour(new Browser(portrait().url));
  await tour.opens('/');
  tour.around();
  await tour.opens('/en/activity?only=security');
  await tour.submits('sign-in', { username: '', password: '' });
  await tour.submits('sign-in', { username, password: '' });
  await tour.submits('sign-in', { username, password: 'not this one' });
  await tour.chooses('dark');
  tour.around();
  await tour.opens('/en/nothing-here');
  await tour.opens('/en/forgotten-password');
  await tour.opens('/en/set-password?token=none');
  await tour.opens('/en/confirm-username?token=none');
  await tour.opens('/en/sign-in/code?next=%2Fen%2Fsessions');
  await tour.opens('/en/applications/sign-out?client_id=none');
  await tour.opens('/ar/people/new');
  await tour.submits('sign-in', { username, password: PASSWORD });
  expectOutline(tour, 'visitor');
});

test('a person gets the outlined profile', async () => {
  const tour = await tourOf({ username: 'grace@example.com', company: 'Navy & Co', role: 'Admiral' });
  await changeUser({ id: (await findUser('grace@example.com')).id }, { pendingUsername: 'amazing@example.com' });
  await tour.opens('/en/sign-in?next=%2Fen%2Fprofile');
  await tour.submits('profile');
  await tour.submits('profile', { username: 'grace' });
  await tour.submits('profile', { username: 'hopper@example.com', currentPassword: 'not this one' });
  await tour.submits('profile', { username: 'hopper@example.com', currentPassword: PASSWORD });
  await tour.submits('profile', { avatar: new File(['GIF89a'], 'me.gif') });
  await tour.submits('profile', { avatar: await picture() });
  await tour.submits('password', { currentPassword: PASSWORD });
  await tour.submits('password', { currentPassword: PASSWORD, newPassword: NEW, confirmPassword: 'x' });
  await tour.submits('password', { currentPassword: PASSWORD, newPassword: NEW, confirmPassword: NEW });
  expectOutline(tour, 'profile');
});

test('a person gets the outlined sessions and activity', async () => {
  const tour = await tourOf({ username: 'joan@example.com' });
  await tour.opens('/en/sessions');
  await createSession({ username: 'joan@example.com' });
  await createSession({ username: 'joan@example.com' });
  await tour.opens('/en/sessions');
  await tour.submits('session-end');
  await tour.submits('sessions-end-others');
  await signIn({ username: 'joan@example.com', password: 'not this one' }, CLIENT);
  await tour.opens('/en/activity?before=1');
  await tour.opens('/en/activity');
  await tour.opens('/en/activity?only=security');
  await tour.follows('not-me?event');
  await tour.opens('/en/activity/not-me');
  await tour.submits('not-me');
  await tour.opens('/en/confirm?next=%2Fen%2Ftwo-factor');
  await tour.submits('confirm', { currentPassword: '' });
  await tour.submits('confirm', { currentPassword: PASSWORD });
  await tour.opens('/en/nothing-here');
  await tour.submits('sign-out');
  expectOutline(tour, 'sessions');
});

test('a person gets the outlined passkeys and applications', async () => {
  const tour = await tourOf({ username: 'mary@example.com' });
  const user = await findUser('mary@example.com');
  await tour.opens('/en/passkeys');
  await addPasskeyOf(user, { isSynced: false });
  await tour.opens('/en/passkeys');
  await tour.submits('passkey-rename', { name: '' });
  await tour.submits('passkey-rename', { name: ' Test key ' });
  await tour.submits('passkey-rename', { name: 'Blue key' });
  await tour.opens('/en/two-factor/recovery-codes');
  await tour.opens('/en/passkeys');
  await tour.submits('passkey-remove');
  const { id: applicationId } = await registerApplication({
    name: 'Wiki',
    redirectUris: ['https://wiki.example.com/'],
  });
  await fetch(`${portrait().url}/oidc/jwks`); // else the server notices within a minute, in the middle of this test or not
  await tour.opens('/en/applications');
  const { id: sessionId } = await createSession(user);
  const used = { id: `${sessionId} at ${applicationId}`, sessionId, applicationId };
  await transaction((on) => upsertApplicationSession(on, used, Date.now()));
  await tour.opens('/en/applications');
  await tour.submits('application-end');
  await tour.opens('/en/applications/sign-out');
  await tour.submits('application-sign-out');
  expectOutline(tour, 'passkeys-and-applications');
});
