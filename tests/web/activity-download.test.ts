import { Browser } from '../support/browser';
import { CLIENT } from '../support/people';
import { newSignedInPerson, recordSignIns } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();

test('downloads everything about the user as one JSON', async () => {
  const [page, user] = await newSignedInPerson(portrait());
  const link = (await page.opens('/en/activity')).document.querySelector('main a[href="/en/my-data"]');
  expect(link?.textContent).toBe('Download all my data as JSON');
  for (const format of ['CSV', 'JSON'])
    expect(page.text(`main a[href="/en/activity/${format.toLowerCase()}"]`)).toContain(format);
  const response = await page.fetches('/en/my-data');
  expect(response.status).toBe(200);
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="portrait-my-data.json"');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(await response.json()).toMatchObject({
    profile: { username: user.username, company: 'Acme', role: 'Engineer', twoFactor: { state: 'off' } },
    sessions: [{ isThis: true }],
    events: [{ event: 'signed-in' }, { event: 'account-created' }],
  });
  const visitor = await new Browser(portrait().url).opens('/en/my-data');
  expect(visitor.path).toBe('/en/sign-in?next=%2Fen%2Factivity');
});

test('downloads everything as JSON', async () => {
  const [page, user] = await newSignedInPerson(portrait());
  await recordSignIns(user.id, 600, '"quoted", \u2028 and <b>');
  const response = await page.fetches('/en/activity/json');
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="portrait-activity.json"');
  expect(response.headers.get('cache-control')).toBe('no-store');
  const events = (await response.json()) as object[];
  expect(events).toHaveLength(602);
  expect(events[0]).toEqual({
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    event: 'signed-in',
    address: CLIENT.address,
    userAgent: '"quoted", \u2028 and <b>',
  });
});

test('downloads everything as CSV without formulas for a spreadsheet', async () => {
  const [page, user] = await newSignedInPerson(portrait());
  await recordSignIns(user.id, 1, '=HYPERLINK("https://evil.example","a, b")');
  const response = await page.fetches('/en/activity/csv');
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
  const [head, first, ...rest] = (await response.text()).split('\r\n');
  expect(head).toBe('time,event,address,userAgent,actor,subject');
  expect(first).toMatch(/^\d{4}-.*Z,signed-in,192\.0\.2\.1,"'=HYPERLINK\(""https:\/\/evil\.example"",""a, b""\)",,$/);
  expect(rest).toHaveLength(3);
});

test.each(['/en/activity/xml', '/en/activity/csv/more'])('%s is not found', async (path) => {
  const [page] = await newSignedInPerson(portrait());
  expect((await page.opens(path)).status).toBe(404);
});

test.each(['', '/csv', '/json'])('/activity%s asks a logged-out visitor to log in', async (what) => {
  const visitor = await new Browser(portrait().url).opens(`/en/activity${what}`);
  expect(visitor.path).toBe('/en/sign-in?next=%2Fen%2Factivity');
});
