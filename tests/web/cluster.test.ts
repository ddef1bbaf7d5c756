import { disableUser, endUserSessions } from '../support/people';
import { waitForProcesses } from '../support/processes';
import { newSignedInPerson } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer({ WEB_CONCURRENCY: '2', LOG_LEVEL: 'info' });

beforeAll(() => waitForProcesses(portrait(), 2));

test.each([
  ['end-sessions', endUserSessions],
  ['disable', disableUser],
])('%s logs a user out at the next request in every process', async (_, command) => {
  const [page, { username }] = await newSignedInPerson(portrait());
  const headers = { cookie: await page.jar.getCookieString(page.url), connection: 'close' };
  const asks = async () => (await fetch(page.url, { redirect: 'manual', headers })).status;
  const twenty = () => Promise.all(Array.from({ length: 20 }, asks));
  expect(await twenty()).toEqual(Array(20).fill(200));
  expect(await command(username)).toMatchObject({ ok: true });
  expect(await twenty()).toEqual(Array(20).fill(307));
});
