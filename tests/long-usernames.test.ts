import url from 'node:url';
import { requestReset } from '../lib/forgotten-password';
import { signIn } from '../lib/sign-in';
import { usernameKey } from '../lib/username';
import { nextPath } from '../lib/web/next-path';
import { useDatabase } from './support/database';
import { CLIENT, createPerson, PASSWORD } from './support/people';
import { freezeClock } from './support/two-factor';

freezeClock();
useDatabase();

/** In no order: punycode takes the longest for these. */
const letters = (count: number) =>
  String.fromCodePoint(...Array.from({ length: count }, (_, n) => 0x4e00 + ((n * 7919) % 20_000)));

const marks = (count: number) => 'a'.padEnd(count, '\u0300\u0323');

test.each([
  ['a domain of other letters', `a@${letters(4094)}`],
  ['combining marks', `${marks(4084)}@example.com`],
])('%s that is too long for a username is neither converted nor normalized', async (_, username) => {
  const converted = jest.spyOn(url, 'domainToASCII');
  const normalized = jest.spyOn(String.prototype, 'normalize');
  const refused = { ok: false, error: 'sign-in.errors.wrong' };
  expect(await signIn({ username, password: PASSWORD }, CLIENT)).toMatchObject(refused);
  const tooLong = { ok: false, error: 'profile.errors.usernameTooLong' };
  expect(await requestReset({ username }, CLIENT)).toMatchObject(tooLong);
  expect(converted).not.toHaveBeenCalled();
  expect(Math.max(...normalized.mock.contexts.map((text) => String(text).length))).toBeLessThanOrEqual(4 * 254 + 1);
  jest.restoreAllMocks();
});

test('attempts with a name that is too long for a username are limited, too', async () => {
  const attempt = () => signIn({ username: `a@${letters(4094)}`, password: PASSWORD }, CLIENT);
  for (let n = 1; n <= 5; n++) expect(await attempt()).toMatchObject({ error: 'sign-in.errors.wrong' });
  expect(await attempt()).toMatchObject({ error: 'sign-in.errors.tooManySeconds' });
});

test('a username that is too long only in decomposed form finds its user', async () => {
  const username = `${'ᾂ'.repeat(21)}@${'ü'.repeat(60)}.${'ü'.repeat(60)}.com`;
  const typed = ` ${username.normalize('NFD')} `;
  expect([username.length, typed.length]).toEqual([147, 332]);
  expect(usernameKey(typed)).toBe(usernameKey(username));
  await createPerson('alice', { username });
  expect(await signIn({ username: typed, password: PASSWORD }, CLIENT)).toMatchObject({ ok: true });
});

test.each(['//', '/\\', '/\t/'])('the host of a redirect target that begins with %j is not parsed', (start) => {
  const parsed = jest.spyOn(globalThis, 'URL');
  expect(nextPath(start + letters(4000))).toBeUndefined();
  expect(parsed).not.toHaveBeenCalled();
  jest.restoreAllMocks();
});
