import { once } from 'node:events';
import { connect } from 'node:net';
import { transaction } from '../../db';
import { lockUser } from '../../db/users';
import { record } from '../../lib/activity';
import { Browser } from '../support/browser';
import { recordedEvents } from '../support/events';
import { CLIENT, PASSWORD, setUser } from '../support/people';
import { newPerson, newSignedInPerson, recordSignIns, signIn } from '../support/scenes';
import { cookieNameAt, launchServer, startServer } from '../support/server';

const portrait = startServer();

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0';

const listOn = (page: Browser) =>
  [...page.document.querySelectorAll('main ol > li')].map((item) => item.textContent?.replace(/\s+/g, ' ') ?? '');

test('lists what happened with time, device and address, newest first', async () => {
  const user = await newPerson();
  const browser = new Browser(portrait().url, { 'user-agent': FIREFOX });
  await browser.opens('/en/sign-in');
  await browser.submits('sign-in', { username: user.username, password: 'not this one' });
  await browser.submits('sign-in', { username: user.username, password: PASSWORD });
  await setUser(user.username, { role: 'Chief' });
  await browser.submits('password', { currentPassword: 'not this one', newPassword: 'x', confirmPassword: 'x' });
  await browser.opens(browser.document.querySelector('a[href$="/activity"]')?.getAttribute('href') ?? '');
  const [device, time] = ["Firefox on Linux127.0.0.1This wasn't me", '\\d+:\\d\\d.[AP]M UTC'];
  expect(browser.text('main h2')).toBe('Today');
  expect(listOn(browser)).toEqual([
    expect.stringMatching(`^Current password refused${time}${device}$`),
    expect.stringMatching(`^Company or role changed${time}Administrator$`),
    expect.stringMatching(`^Logged in${time}${device}$`),
    expect.stringMatching(`^Sign-in attempt refused${time}${device}$`),
    expect.stringMatching(`^Account created${time}Administrator$`),
  ]);
  const refused = browser.document.querySelector('a[aria-label="This wasn\'t me: Sign-in attempt refused"]');
  await browser.opens(refused?.getAttribute('href') ?? '');
  expect(browser.text('main')).toContain('This attempt failed.');
});

test('does not mistake visitors who disconnect, and so have no address, for the administrator', async () => {
  const { username, id } = await newPerson();
  const page = await new Browser(portrait().url).opens('/en/sign-in');
  const entries = { username, password: 'wrong' };
  const form = new Request(page.url, { method: 'POST', body: page.filled('sign-in', entries) });
  const body = Buffer.from(await form.arrayBuffer());
  const { host, hostname, port, origin } = new URL(page.url);
  const head = [
    'POST /en/sign-in HTTP/1.1',
    `Host: ${host}`,
    `Origin: ${origin}`,
    `Content-Type: ${form.headers.get('content-type')}`,
    `Content-Length: ${body.length}`,
  ];
  for (let visitor = 0; visitor < 3; visitor++) {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.write(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]), () => socket.resetAndDestroy());
    await once(socket, 'close');
  }
  await page.submits('sign-in', entries);
  const events = await recordedEvents(id);
  const refusals = events.filter(({ type }) => type === 'sign-in-refused');
  expect(refusals.length).toBeGreaterThan(0);
  for (const { address } of refusals) expect(address).not.toBe('');
});

test.each(['ar', 'de', 'ja'])('is in the language of the page, %s', async (locale) => {
  const [page] = await newSignedInPerson(portrait());
  const english = listOn(await page.opens('/en/activity'));
  const told = listOn(await page.opens(`/${locale}/activity`));
  expect(told).toHaveLength(english.length);
  for (const [n, text] of told.entries()) expect(text).not.toBe(english[n]);
});

test('links to the pages with older events', async () => {
  const [page, user] = await newSignedInPerson(portrait());
  await recordSignIns(user.id, 120);
  const lengths = [];
  for (let link: string | null | undefined = '/en/activity'; link; ) {
    await page.opens(link);
    lengths.push(listOn(page).length);
    link = page.document.querySelector('a[rel=next]')?.getAttribute('href');
  }
  expect(lengths).toEqual([50, 50, 22]);
  expect(page.document.querySelector('nav a[href="/en/activity"]')).not.toBeNull();
});

test('shows events of security only, page by page', async () => {
  const [page, user] = await newSignedInPerson(portrait());
  await page.submits('profile', { language: 'de' });
  await recordSignIns(user.id, 60);
  await page.opens('/en/activity?only=security');
  const lengths = [listOn(page).length];
  expect(page.text('main [aria-current]')).toBe('Security only');
  await page.opens(page.document.querySelector('a[rel=next]')?.getAttribute('href') ?? '');
  lengths.push(listOn(page).length);
  expect(lengths).toEqual([50, 12]);
  const newest = [...page.document.querySelectorAll('main nav a')].find(({ textContent }) => textContent === 'Newest');
  expect(newest?.getAttribute('href')).toBe('/en/activity?only=security');
  expect(page.text('main')).not.toContain('Language changed');
  expect(listOn(await page.opens('/en/activity?before=99999999')).length).toBe(50);
});

test('groups events by the day in the time zone that the browser last had', async () => {
  const [page, user] = await newSignedInPerson(portrait());
  const at = Date.UTC(2026, 0, 1, 23, 30);
  await transaction(
    (on) => lockUser(on, user.id),
    (on) => [record(on, { userId: user.id, type: 'username-changed', client: CLIENT, at })],
  );
  const cookie = cookieNameAt(portrait().url, 'portrait-zone');
  const day = async (zone: string) => {
    await page.jar.setCookie(`${cookie}=${zone}`, page.url);
    await page.opens('/en/activity');
    const item = [...page.document.querySelectorAll('main section section')].at(0);
    return item?.textContent?.match(/^(.*?)Username changed(.*?)Unknown/)?.slice(1);
  };
  expect(await day('Asia/Tokyo')).toEqual(['Friday, January 2, 2026', expect.stringMatching(/^8:30.AM$/)]);
  expect(await day('America/Lima')).toEqual(['Thursday, January 1, 2026', expect.stringMatching(/^6:30.PM$/)]);
  for (const unknown of ['Nowhere/Land', '%00', '../etc', 'x'.repeat(2000)])
    expect(await day(unknown)).toEqual(['Thursday, January 1, 2026', expect.stringMatching(/^11:30.PM UTC$/)]);
});

test("ends the other sessions and asks for a new password after “This wasn't me”", async () => {
  const [page, user] = await newSignedInPerson(portrait());
  const other = await signIn(portrait(), user.username);
  await page.opens('/en/activity');
  const [link] = page.document.querySelectorAll('main a[href*="/activity/not-me?event="]');
  expect(link?.getAttribute('aria-label')).toBe("This wasn't me: Logged in");
  await page.opens(link?.getAttribute('href') ?? '');
  expect(page.text('main')).toMatch(/This wasn't me.*Logged in.*20\d\d, \d+:\d\d.*127\.0\.0\.1/s);
  expect((await other.opens('/en/profile')).path).toBe('/en/profile');
  expect(page.text('main')).toContain('Someone else may know your password');
  await page.submits('not-me');
  expect(page.notice).toBe('All other sessions have been ended.');
  expect((await other.opens('/en/profile')).path).toContain('/en/sign-in');
  const typed = { newPassword: 'seven quiet otters', confirmPassword: 'seven quiet otters' };
  await page.submits('password', { ...typed, currentPassword: 'wrong' });
  expect(page.fieldAtFault).toBe('currentPassword');
  await page.submits('password', { ...typed, currentPassword: PASSWORD });
  expect([page.path, page.notice]).toEqual(['/en/profile', expect.stringContaining('Your password has been changed.')]);
});

test("“This wasn't me” names no event of another user", async () => {
  const [page] = await newSignedInPerson(portrait());
  const [, other] = await newSignedInPerson(portrait());
  const event = (await recordedEvents()).find(({ userId }) => userId === other.id);
  await page.opens(`/en/activity/not-me?event=${event?.id}`);
  expect([page.status, page.text('main')]).toEqual([200, expect.not.stringContaining('Account created')]);
});

test('says so if there are no more events', async () => {
  const [page] = await newSignedInPerson(portrait());
  await page.opens('/en/activity?before=1');
  expect([listOn(page), page.text('main')]).toEqual([[], expect.stringContaining('No activity yet.')]);
});

test.each(['0', '-1', 'x', '1e3', '99999999999999999', "1' OR 1=1", '1&before=2', '%00'])(
  'an address with before=%s shows the newest',
  async (before) => {
    const [page] = await newSignedInPerson(portrait());
    expect((await page.opens(`/en/activity?before=${before}`)).status).toBe(200);
    expect(listOn(page)).toHaveLength(2);
  },
);

test("never shows another user's events", async () => {
  const [page] = await newSignedInPerson(portrait());
  await recordSignIns((await newPerson()).id, 5);
  await page.opens('/en/activity?before=99999999');
  expect(listOn(page)).toHaveLength(2);
  expect(await (await page.fetches('/en/activity/json')).json()).toHaveLength(2);
});

test('the log has one line of JSON for each event, tied to its request, with no secret and no forged line', async () => {
  const logging = await launchServer({ LOG_LEVEL: 'info' });
  const { id, username } = await newPerson();
  const userAgent = 'x"} {"event":"forged"} \u00a0';
  const browser = await new Browser(logging.url, { 'user-agent': userAgent }).opens('/en/sign-in');
  await browser.submits('sign-in', { username: 'nobody\r\n{"event":"forged"}', password: 'hidden away' });
  await browser.submits('sign-in', { username, password: 'hidden away' });
  await browser.submits('sign-in', { username, password: PASSWORD });
  await logging.stop();
  const lines = logging.lines.filter((line) => line.includes('"event"')).map((line) => JSON.parse(line));
  const request = expect.stringMatching(/^\w{4}-\w{4}$/);
  const common = { level: 30, address: '127.0.0.1', request };
  expect(lines.slice(1)).toEqual([
    expect.objectContaining({ ...common, event: 'sign-in-refused' }),
    expect.objectContaining({ ...common, event: 'sign-in-refused', user: id }),
    expect.objectContaining({ ...common, event: 'signed-in', user: id }),
  ]);
  expect(new Set(lines.slice(1).map((line) => line.request)).size).toBe(3);
  for (const secret of [username, 'nobody', 'hidden away', PASSWORD, 'forged'])
    expect(logging.lines.join('\n')).not.toContain(secret);
});
