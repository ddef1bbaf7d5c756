import { codeOf } from '../support/authenticator';
import type { Browser, Entries } from '../support/browser';
import { secretOn } from '../support/enrolment';
import { eventTypes } from '../support/events';
import { findUser, PASSWORD } from '../support/people';
import { newSignedInPerson, picture } from '../support/scenes';
import { cookieNameAt, startServer } from '../support/server';

const portrait = startServer();

const NEW = 'seven quiet lighthouses';

type Scene = [path: string, form: string, entries: Entries, target: string, notice: RegExp];

async function enables(page: Browser): Promise<string> {
  await page.opens('/en/two-factor');
  await page.submits('two-factor-start', { currentPassword: PASSWORD });
  const secret = secretOn(page);
  await page.submits('two-factor-confirm', { code: codeOf(secret) });
  return secret;
}

/** Opens a form, and returns what to type and the path of the next page. */
const SCENES: Record<string, (page: Browser, username: string) => Promise<Scene>> = {
  password: async () => [
    '/en/profile',
    'password',
    { currentPassword: PASSWORD, newPassword: NEW, confirmPassword: NEW },
    '/en/profile',
    /password/i,
  ],
  profile: async (_, username) => [
    '/en/profile',
    'profile',
    { username: `new.${username}`, language: 'de', currentPassword: PASSWORD },
    '/de/profile',
    /gespeichert/,
  ],
  'a picture': async () => ['/en/profile', 'profile', { avatar: await picture() }, '/en/profile', /saved/],
  'two-factor-confirm': async (page) => {
    await page.opens('/en/two-factor');
    await page.submits('two-factor-start', { currentPassword: PASSWORD });
    const entries = { code: codeOf(secretOn(page)) };
    return ['/en/two-factor', 'two-factor-confirm', entries, '/en/two-factor/recovery-codes', /on/];
  },
  'two-factor-disable': async (page) => {
    const entries = { code: codeOf(await enables(page), 1) };
    return ['/en/two-factor', 'two-factor-disable', entries, '/en/profile', /off/];
  },
  'recovery-codes-renew': async (page) => {
    const entries = { code: codeOf(await enables(page), 1) };
    const pages = ['/en/two-factor', '/en/two-factor/recovery-codes'];
    for (const path of pages) {
      await page.opens(path);
      if (page.document.getElementById('recovery-codes-renew'))
        return [path, 'recovery-codes-renew', entries, '/en/two-factor/recovery-codes', /codes/];
    }
    throw new Error('no form recovery-codes-renew');
  },
};

describe.each(Object.keys(SCENES))('%s', (name) => {
  async function setUp() {
    const [page, user] = await newSignedInPerson(portrait());
    const [path, form, entries, target, notice] = await (SCENES[name] as (typeof SCENES)[string])(page, user.username);
    await page.opens(path);
    const cookie = await page.jar.getCookieString(page.url);
    const body = () => page.filled(form, entries);
    const send = () =>
      fetch(page.url, {
        method: 'POST',
        body: body(),
        headers: { ...page.formHeaders(), ...page.requestHeaders, cookie },
        redirect: 'manual',
      });
    /** The page that a browser sees after one of the responses. */
    const follow = async (answer: Response) => {
      for (const set of answer.headers.getSetCookie()) await page.jar.setCookie(set, page.url);
      return page.opens(answer.headers.get('location') ?? '/nowhere');
    };
    return { page, user, send, follow, target, notice };
  }

  test('sent twice at once redirects both requests to the same page, still logged in', async () => {
    const { page, user, send, follow, target, notice } = await setUp();
    const before = (await eventTypes(user.id)).length;
    const answers = await Promise.all([send(), send()]);
    const session = cookieNameAt(portrait().url, 'portrait-session');
    const values = answers.map((answer) =>
      answer.headers
        .getSetCookie()
        .find((set) => set.startsWith(`${session}=`))
        ?.split(';', 1),
    );
    expect(values[0]).toEqual(values[1]);
    for (const answer of answers.reverse()) {
      expect(answer.status).toBe(303);
      await follow(answer);
      expect([page.path, page.status, page.alert]).toEqual([target, 200, undefined]);
      expect(page.notice).toMatch(notice);
    }
    const events = (await eventTypes(user.id)).slice(before).filter((type) => type.endsWith('refused'));
    expect(events).toEqual([]);
  });

  test('sent again after its answer was lost redirects to the same page, still logged in', async () => {
    const { page, send, follow, target, notice } = await setUp();
    await send(); // the browser never sees this
    await follow(await send());
    expect([page.path, page.status, page.alert]).toEqual([target, 200, undefined]);
    expect(page.notice).toMatch(notice);
  });

  test('sent again after its answer has arrived redirects to the same page', async () => {
    const { page, send, follow, target, notice } = await setUp();
    const first = await send();
    for (const set of first.headers.getSetCookie()) await page.jar.setCookie(set, page.url);
    await follow(await send());
    expect([page.path, page.status, page.alert]).toEqual([target, 200, undefined]);
    expect(page.notice).toMatch(notice);
  });
});

test('the previous value opens no page, and works for no other form', async () => {
  const [page, user] = await newSignedInPerson(portrait());
  const cookie = await page.jar.getCookieString(page.url);
  await page.opens('/en/profile');
  const profile = () => page.filled('profile', { username: `x.${user.username}`, currentPassword: NEW });
  const body = profile();
  await page.submits('password', { currentPassword: PASSWORD, newPassword: NEW, confirmPassword: NEW });
  const opened = await fetch(`${portrait().url}/en/sessions`, { headers: { cookie }, redirect: 'manual' });
  expect(opened.headers.get('location')).toContain('/en/sign-in');
  const headers = { ...page.formHeaders(), cookie };
  const sent = await fetch(page.url, { method: 'POST', body, headers, redirect: 'manual' });
  expect(sent.headers.get('location')).toContain('/en/sign-in');
  expect((await findUser(user.username)).username).toBe(user.username);
});

test('logging out with the value before ends the session too', async () => {
  const [page] = await newSignedInPerson(portrait());
  const cookie = await page.jar.getCookieString(page.url);
  const body = page.filled('sign-out', {});
  await page.submits('password', { currentPassword: PASSWORD, newPassword: NEW, confirmPassword: NEW });
  const headers = { ...page.formHeaders(), cookie };
  await fetch(page.url, { method: 'POST', body, headers, redirect: 'manual' });
  expect((await page.opens('/en/profile')).path).toContain('/en/sign-in');
});
