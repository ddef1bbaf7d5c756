import { createSession, disableUser, endUserSessions, findUser, PASSWORD, resetPassword } from '../support/people';
import { enableTwoFactorOf, newPerson, newSignedInPerson } from '../support/scenes';
import { startServer } from '../support/server';
import { expectOutline, Tour } from '../support/tour';

const portrait = startServer();

const NAVY = { company: 'Navy & Co', role: 'Rear admiral' };

async function administratorOn(domain: string): Promise<Tour> {
  const account = { username: `chief@${domain}`, administrator: true, company: 'Headquarters', language: 'de' };
  return new Tour((await newSignedInPerson(portrait(), account))[0]);
}

async function confirmed(tour: Tour): Promise<Tour> {
  await tour.page.opens('/en/confirm');
  await tour.page.submits('confirm', { currentPassword: PASSWORD });
  return tour;
}

test('an administrator who looks for people gets the outlined lists', async () => {
  const tour = await administratorOn('navy.example');
  await newPerson({ ...NAVY, username: 'a.disabled@navy.example' });
  await disableUser('a.disabled@navy.example');
  await enableTwoFactorOf(await newPerson({ ...NAVY, username: 'grace@navy.example' }));
  await newPerson({ ...NAVY, username: 'reset@navy.example' });
  await resetPassword('reset@navy.example');
  await tour.opens('/en/people?q=a.dis&state=disabled');
  await tour.opens('/en/people?company=Nothing');
  await tour.opens('/en/people?company=Navy%20%26%20Co');
  await tour.submits('company-rename', { name: 'Royal Navy' });
  await tour.submits('confirm', { currentPassword: PASSWORD });
  await tour.submits('company-rename', { name: '' });
  await tour.page.submits('company-rename', { name: 'Royal Navy' });
  await tour.opens('/en/people?q=nothing');
  expectOutline(tour, 'people');
});

test('an administrator who adds a person gets the outlined pages', async () => {
  const tour = await administratorOn('air.example');
  await tour.opens('/en/people/new');
  await tour.submits('person-create', { username: 'nobody', role: 'Pilot' });
  await tour.submits('confirm', { currentPassword: PASSWORD });
  await tour.submits('person-create', {});
  await endUserSessions('chief@air.example');
  await tour.submits('person-create', { username: 'amelia@air.example', company: 'Kept' });
  await tour.submits('sign-in', { username: 'chief@air.example', password: PASSWORD });
  await confirmed(tour);
  await tour.page.opens('/en/people/new');
  await tour.submits('person-create', { username: 'amelia@air.example' });
  await tour.opens(tour.page.path);
  expectOutline(tour, 'person-new');
});

test('an administrator who manages a person gets the outlined pages', async () => {
  const tour = await confirmed(await administratorOn('space.example'));
  const person = await newPerson({ username: 'sally@space.example', company: 'Space', role: 'Pilot' });
  await enableTwoFactorOf(person);
  const path = `/en/people/${person.id}`;
  await tour.opens(path);
  await tour.submits('person', {});
  await tour.submits('person', { role: '', administrator: true });
  await tour.submits('person', { role: 'Captain', administrator: false });
  for (const act of ['reset-two-factor', 'end-sessions', 'disable', 'enable', 'reset-password'])
    await tour.submits(`person-${act}`);
  await tour.submits('person-delete', { username: 'someone@space.example' });
  await tour.page.submits('person-delete', { username: 'sally@space.example' });
  await tour.opens(path);
  expectOutline(tour, 'person');
});

test('an administrator gets the outlined page of their own account', async () => {
  const tour = await confirmed(await administratorOn('own.example'));
  const { id } = await findUser('chief@own.example');
  for (let n = 0; n < 11; n++) await createSession({ username: 'chief@own.example' });
  await tour.opens(`/en/people/${id}`);
  await tour.follows('?before');
  await tour.submits('person', { administrator: false });
  await tour.opens(`/en/people/${id}`);
  expectOutline(tour, 'person-own');
});

test('an administrator who imports people gets the outlined review', async () => {
  const tour = await administratorOn('import.example');
  const chosen = (text: string) => ({ file: new File([text], 'people.csv') });
  await newPerson({ username: 'known@import.example' });
  await tour.opens('/de/people/import');
  await tour.opens('/en/people/import?list=gone');
  await tour.submits('people-import');
  await tour.submits('people-import', chosen('one,two\n'));
  await tour.opens('/en/people/import');
  const rows = ['new@import.example,Acme & Co,Pilot,ja', 'wrong,Acme', 'known@import.example,Acme'];
  await tour.submits('people-import', chosen(rows.join('\n')));
  await tour.submits('people-import-confirm');
  await tour.submits('confirm', { currentPassword: PASSWORD });
  await tour.page.submits('people-import-confirm');
  await tour.opens('/en/people?q=nothing');
  const download = await tour.page.fetches('/en/people/import/passwords', {
    method: 'POST',
    body: tour.page.filled('people-passwords', {}),
    headers: tour.page.formHeaders(),
  });
  expect((await download.text()).replace(/,.{23}$/m, ',…')).toBe(
    'username,one-time password\r\nnew@import.example,…\r\n',
  );
  await tour.opens('/en/people/import/passwords');
  expectOutline(tour, 'people-import');
});
