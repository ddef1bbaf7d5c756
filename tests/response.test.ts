import { setInternalOrigin } from '../lib/server/next-internals';
import { cookieName } from '../lib/web/cookies';
import { closeServerAfterEach, serveBehind } from './support/http-server';

closeServerAfterEach();

const NOTICE = cookieName('portrait-notice');
const asked = { headers: { cookie: `${NOTICE}=profile.notices.saved` } };
const isCleared = (response: Response) =>
  response.headers.getSetCookie().some((cookie) => cookie.startsWith(`${NOTICE}=;`));

/** Serves this as Next would. */
const serves = (status: number, type: string) =>
  serveBehind(async (_, response) => {
    response.statusCode = status;
    response.setHeader('Content-Type', type);
    response.end('x');
  });

test('a notice is used up by the page that shows it, and by nothing else', async () => {
  const page = await serves(200, 'text/html; charset=utf-8');
  expect(isCleared(await fetch(`${page}/en/profile`, asked))).toBe(true);
  expect(isCleared(await fetch(`${page}/en/profile`, { ...asked, method: 'HEAD' }))).toBe(false);
});

test.each([
  [307, 'text/html'],
  [404, 'text/html'],
  [200, 'image/webp'],
  [200, 'text/x-component'],
])('a notice stays after %d with %s', async (status, type) => {
  expect(isCleared(await fetch(`${await serves(status, type)}/en/profile`, { ...asked, redirect: 'manual' }))).toBe(
    false,
  );
});

test('Next finds this server by the address it listens on', () => {
  for (const [host, origin] of [
    ['127.0.0.1', 'http://127.0.0.1:3000'],
    ['::1', 'http://[::1]:3000'],
  ] as const) {
    setInternalOrigin(host, 3000);
    expect(process.env.__NEXT_PRIVATE_ORIGIN).toBe(origin);
  }
});
