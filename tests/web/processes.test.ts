import { disableUser, endSessionsOf } from '../../lib/users';
import { eachAnswers } from '../support/processes';
import { someoneSignedIn } from '../support/scenes';
import { theServer } from '../support/server';

const portrait = theServer({ WEB_CONCURRENCY: '2', LOG_LEVEL: 'info' });

beforeAll(() => eachAnswers(portrait(), 2));

test.each([
  ['end-sessions', endSessionsOf],
  ['disable', disableUser],
])('the administrator’s %s signs a person out at the next request, whichever process has it', async (_, command) => {
  const [page, { username }] = await someoneSignedIn(portrait());
  const headers = { cookie: await page.jar.getCookieString(page.url), connection: 'close' };
  const asks = async () => (await fetch(page.url, { redirect: 'manual', headers })).status;
  const twenty = () => Promise.all(Array.from({ length: 20 }, asks));
  expect(await twenty()).toEqual(Array(20).fill(200));
  expect(await command(username)).toMatchObject({ ok: true });
  expect(await twenty()).toEqual(Array(20).fill(307));
});
