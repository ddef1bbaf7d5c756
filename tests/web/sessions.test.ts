import { eq } from 'drizzle-orm';
import { db } from '../../db';
import { sessions as sessionRows } from '../../db/schema';
import type { Session } from '../../db/sessions';
import { listUserSessions } from '../../lib/sessions';
import { Browser } from '../support/browser';
import { createSession, PASSWORD } from '../support/people';
import { newPerson, newSignedInPerson } from '../support/scenes';
import { startServer } from '../support/server';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0';
const SAFARI =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15';

const portrait = startServer();

async function signsInWith(userAgent: string, username: string): Promise<Browser> {
  const browser = await new Browser(portrait().url, { 'user-agent': userAgent }).opens('/en/sign-in');
  return browser.submits('sign-in', { username, password: PASSWORD });
}

const listOn = (page: Browser) =>
  [...page.document.querySelectorAll('main li')].map((item) => item.textContent?.replace(/\s+/g, ' ') ?? '');

/** Ends the session in a row; row 0 is this session. */
async function endsRow(page: Browser, row: number): Promise<Browser> {
  const form = page.document.querySelectorAll('main li')[row]?.querySelector('form');
  const data = new FormData();
  for (const { name, value } of form?.querySelectorAll('input') ?? []) data.append(name, value);
  return page.goes(page.url, { method: 'POST', body: data, headers: page.formHeaders() });
}

test('the list names each device, address and time, this one first', async () => {
  const { id, username } = await newPerson();
  await signsInWith(FIREFOX, username);
  await signsInWith('curl/8.1', username);
  const here = await (await signsInWith(SAFARI, username)).opens('/en/profile');
  await db()
    .update(sessionRows)
    .set({ createdAt: Date.now() - 3 * 86_400_000 }) // only the log-in, not the last use
    .where(eq(sessionRows.userId, id));
  await here.opens(here.document.querySelector('a[href$="/sessions"]')?.getAttribute('href') ?? '');
  const [first, ...others] = listOn(here);
  expect(first).toMatch(/^Safari on macOSThis sessionActive nowLogged in [^·]*UTC127\.0\.0\.1$/);
  const other = /^(.*?)Last used (now|\d+\sseconds? ago)Logged in .*UTC127/;
  expect(others.map((text) => text.match(other)?.[1]).sort()).toEqual(['Firefox on Linux', 'Unknown device']);
  expect(here.document.querySelectorAll('time[datetime$="Z"]')).toHaveLength(5);
});

test('each End button names its device, address and time', async () => {
  const { username } = await newPerson();
  await signsInWith(FIREFOX, username);
  await signsInWith('curl/8.1', username);
  const here = await (await signsInWith(SAFARI, username)).opens('/en/sessions');
  const names = [...here.document.querySelectorAll('main li button')].map((button) =>
    button.getAttribute('aria-label'),
  );
  const since = '127\\.0\\.0\\.1, since \\w{3} \\d+, 20\\d\\d, \\d+:\\d\\d.[AP]M UTC$';
  expect(names.sort()).toEqual([
    expect.stringMatching(`^End session: Firefox on Linux, ${since}`),
    expect.stringMatching(`^End session: Unknown device, ${since}`),
  ]);
});

test('a list with missing sessions says how many', async () => {
  const [here, user] = await newSignedInPerson(portrait());
  for (let others = 0; others < 99; others++) await createSession(user);
  await here.opens('/en/sessions');
  expect([listOn(here).length, here.text('main')]).toEqual([100, expect.not.stringContaining('listed here')]);
  await createSession(user);
  await here.opens('/en/sessions');
  expect(listOn(here)).toHaveLength(100);
  expect(here.text('main')).toContain("1 more session isn't listed here. Ending all other sessions ends it too.");
  const [administrator] = await newSignedInPerson(portrait(), { administrator: true });
  expect((await administrator.opens(`/en/people/${user.id}`)).text('main')).toContain('Not listed here: 91'); // 10 are
});

test('a session ended in the list is logged out at its next request, and the others continue', async () => {
  const { username } = await newPerson();
  const there = await signsInWith(FIREFOX, username);
  const here = await (await signsInWith(SAFARI, username)).opens('/en/sessions');
  expect(await endsRow(here, 1)).toMatchObject({ path: '/en/sessions', notice: 'The session has been ended.' });
  expect(listOn(here)).toHaveLength(1);
  expect((await here.reloads()).notice).toBeUndefined();
  expect((await there.opens('/en/profile')).path).toBe('/en/sign-in?next=%2Fen%2Fprofile');
});

test('ends all other sessions', async () => {
  const { username } = await newPerson();
  const others = [await signsInWith(FIREFOX, username), await signsInWith(FIREFOX, username)];
  const here = await (await signsInWith(SAFARI, username)).opens('/en/sessions');
  await here.submits('sessions-end-others');
  expect(here).toMatchObject({ path: '/en/sessions', notice: 'All other sessions have been ended.' });
  expect(here.text('main')).toContain("You aren't logged in anywhere else.");
  expect(here.document.querySelector('form[id=sessions-end-others]')).toBeNull();
  for (const other of others) expect((await other.opens('/en/profile')).path).toMatch(/sign-in/);
});

test('a second window that ends the same session learns that it has ended', async () => {
  const { username } = await newPerson();
  await signsInWith(FIREFOX, username);
  const here = await (await signsInWith(SAFARI, username)).opens('/en/sessions');
  const window = Object.assign(new Browser(portrait().url), { jar: here.jar });
  await window.opens('/en/sessions');
  await endsRow(here, 1);
  expect((await endsRow(window, 1)).alert).toBe('This session has already ended.');
});

test("refuses to end another user's session", async () => {
  const victim = await createSession(await newPerson());
  const { username } = await newPerson();
  await signsInWith(FIREFOX, username);
  const attacker = await (await signsInWith(SAFARI, username)).opens('/en/sessions');
  const hidden = attacker.document.querySelector<HTMLInputElement>('form[id=session-end] [name=session]');
  if (hidden) hidden.value = victim.id;
  expect((await endsRow(attacker, 1)).alert).toBe('This session has already ended.');
  expect((await listUserSessions(victim)).sessions).toHaveLength(1);
});

test('a logged-out visitor logs in first, and then sees the list', async () => {
  const { username } = await newPerson();
  const visitor = await new Browser(portrait().url).opens('/de/sessions');
  expect(visitor.path).toBe('/de/sign-in?next=%2Fde%2Fsessions');
  expect((await visitor.submits('sign-in', { username, password: PASSWORD })).path).toBe('/de/sessions');
});

test('the first 512 visible characters of a User-Agent are kept', async () => {
  const user = await newPerson();
  await signsInWith(`A\u0080\u00ad${'x'.repeat(2000)}`, user.username);
  const { sessions } = await listUserSessions({ id: '', userId: user.id } as never);
  expect(sessions.map(({ userAgent }) => [userAgent.length, /\p{C}/u.test(userAgent)])).toEqual([[512, false]]);
});

test('lists a hundred of a hundred and five sessions, this one first, and says that five are missing', async () => {
  const user = await newPerson();
  const here = await createSession(user);
  await db()
    .insert(sessionRows)
    .values(
      Array.from({ length: 104 }, (_, n) => ({
        ...row(here),
        id: `${user.id} ${n}`,
        valueHash: `${user.id} ${n}`,
        lastUsedAt: here.lastUsedAt + 1 + n,
      })),
    );
  const { sessions, unlisted } = await listUserSessions(here);
  expect([sessions.length, unlisted, sessions[0]?.id]).toEqual([100, 5, here.id]);
  expect(sessions[1]?.lastUsedAt).toBe(here.lastUsedAt + 104);
});

const row = ({ user: _, ...session }: Session) => session;
