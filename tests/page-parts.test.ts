import { createElement } from 'react';
import { Days } from '../app/[locale]/activity/days';
import { PersonItem } from '../app/[locale]/people/item';
import { SecuritySection } from '../app/[locale]/security/section';
import { Navigation } from '../app/ui/navigation';
import type { Session } from '../db/sessions';
import { setClock } from '../lib/adapters/clock';
import { hideRecoveryCodes } from '../lib/recovery-codes';
import { useDatabase } from './support/database';
import { createPerson, createSession } from './support/people';
import { renders, textsOf } from './support/render';
import { advanceClock, canSignInWithCode, enableTwoFactor, freezeClock, reloadSession } from './support/two-factor';

useDatabase();
freezeClock(); // 2026 has just begun in UTC

describe('security at a glance', () => {
  /** The rows of a session: where each leads, and what it says below its title. */
  async function rowsOf(session: Session): Promise<Record<string, string[]>> {
    const page = await renders(() => SecuritySection({ session }));
    return Object.fromEntries(
      [...page.querySelectorAll('li a')].map((row) => [
        row.getAttribute('href'),
        [...row.querySelectorAll('.block')].slice(1).map(({ textContent }) => textContent as string),
      ]),
    );
  }

  test('of a new user with one session has no codes and no other login', async () => {
    const session = await createSession(await createPerson('alice'));
    expect(await rowsOf(session)).toEqual({
      '/en/two-factor': ["Off. Turn it on, so that knowing your password isn't enough to log in."],
      '#password': ['Unchanged since your account was created now.'],
      '/en/sessions': ['1 session.'],
    });
  });

  test('says which codes are few or unsaved, and who logged in before', async () => {
    const { session, codes } = await enableTwoFactor();
    const now = async () => rowsOf((await reloadSession(session)).session);
    expect((await now())['/en/two-factor/recovery-codes']).toEqual([
      '10 recovery codes left.',
      "They aren't saved yet.",
    ]);
    await hideRecoveryCodes(session);
    expect((await now())['/en/two-factor/recovery-codes']).toEqual(['10 recovery codes left.']);
    advanceClock(3_600_000);
    for (const code of codes.slice(0, 8)) await canSignInWithCode(session.user.username, code);
    advanceClock(3_600_000);
    expect(await now()).toMatchObject({
      '/en/two-factor': ['On. You log in with your password and a code.'],
      '/en/two-factor/recovery-codes': ['2 recovery codes left.', 'Create new codes before you need them.'],
    });
  });
});

test.each([
  ['/en/profile', 'Profile', 'page'],
  ['/en/two-factor/recovery-codes', 'Profile', 'true'],
  ['/en/two-factors', undefined, undefined],
  ['/en/sessions?x=/en/activity', 'Sessions', 'page'],
  ['/en/activity/not-me', 'Activity', 'true'],
  ['/en/people', 'People', 'page'],
  ['/en/people/import?list=1', 'People', 'true'],
])('the navigation marks at %s: %s', async (path, text, current) => {
  const user = await createPerson('alice', { administrator: true });
  const page = await renders(() => createElement(Navigation, { user }), path);
  expect(textsOf(page, 'a')).toEqual(['Profile', 'Passkeys', 'Sessions', 'Activity', 'People']);
  const marked = [...page.querySelectorAll('[aria-current]')].map((link) => [
    link.textContent,
    link.getAttribute('aria-current'),
  ]);
  expect(marked).toEqual(text ? [[text, current]] : []);
});

test('only an administrator has People in the navigation', async () => {
  const user = await createPerson('bob');
  const page = await renders(() => createElement(Navigation, { user }));
  expect(textsOf(page, 'a')).toEqual(['Profile', 'Passkeys', 'Sessions', 'Activity']);
});

describe('activity', () => {
  const HOUR = 3_600_000;
  const event = (id: number, type: string, more: object = {}) =>
    ({
      id,
      userId: 'u',
      type,
      at: Date.UTC(2026, 0, 1) - id * HOUR,
      address: '192.0.2.7',
      userAgent: '',
      actor: null,
      subject: null,
      ...more,
    }) as never;
  const list = [
    event(1, 'signed-in'),
    event(2, 'sign-in-refused'),
    event(10, 'account-disabled', { actor: 'admin@example.com', address: '' }),
    event(40, 'account-created', { address: '' }),
  ];
  const shows = (zone: string, isOwn = true) =>
    renders(() => createElement('div', null, Days({ events: list, zone, isOwn })));

  test.each([
    ['UTC', ['Yesterday', 'Tuesday, December 30, 2025']],
    ['Asia/Tokyo', ['Today', 'Yesterday', 'Tuesday, December 30, 2025']],
    ['America/Lima', ['Today', 'Yesterday']],
  ])('is grouped by the days of the reader in %s', async (zone, days) => {
    expect(textsOf(await shows(zone), 'h2')).toEqual(days);
  });

  test('calls a day of 23 hours yesterday, too', async () => {
    setClock(() => Date.UTC(2026, 2, 29, 22, 30)); // Monday, 0:30 in Berlin
    const events = [29, 28].map((day) => event(day, 'signed-in', { at: Date.UTC(2026, 2, day, 10) }));
    const page = await renders(() => createElement('div', null, Days({ events, zone: 'Europe/Berlin' })));
    expect(textsOf(page, 'h2')).toEqual(['Yesterday', 'Saturday, March 28, 2026']);
  });

  test('shows a renamed company from left to right, and other subjects after “For”', async () => {
    const events = [
      event(1, 'company-renamed', { subject: 'Acme → Zenith' }),
      event(2, 'account-created', { subject: 'bob@example.com' }),
    ];
    const page = await renders(() => createElement('div', null, Days({ events, zone: 'UTC' })));
    expect(textsOf(page, 'li p:last-child > bdi:last-child')).toEqual([
      '\u2066Acme → Zenith\u2069',
      'For bob@example.com',
    ]);
  });

  test('says who did it, and offers “This wasn’t me” for what no administrator did', async () => {
    const page = await shows('Asia/Tokyo');
    expect(textsOf(page, 'li > div > p:last-child')).toEqual([
      expect.stringMatching(/^8:00.AMUnknown device192\.0\.2\.7$/),
      expect.stringMatching(/^7:00.AMUnknown device192\.0\.2\.7$/),
      expect.stringMatching(/^11:00.PM.*admin@example\.com$/),
      expect.stringMatching(/^5:00.PMAdministrator$/),
    ]);
    expect([...page.querySelectorAll('a')].map((link) => link.getAttribute('href'))).toEqual([
      '/en/activity/not-me?event=1',
      '/en/activity/not-me?event=2',
    ]);
    expect(page.querySelectorAll('.text-error.font-medium')).toHaveLength(1);
  });

  test('of another person has lower headings and no “This wasn’t me”', async () => {
    const page = await shows('UTC', false);
    expect([page.querySelectorAll('h3').length, page.querySelector('h2, a')]).toEqual([2, null]);
  });
});

test.each([
  [{ administrator: true }, ['Administrator']],
  [{ disabledAt: 1 }, ['Disabled']],
  [{ passwordMustChange: true }, ['No password yet']],
  [{ disabledAt: 1, passwordMustChange: true }, ['Disabled']],
])('a person in the list with %j has the badges for it', async (change, badges) => {
  const user = await createPerson('zoe', { company: 'R&D #1' });
  const person = { ...user, hasPasskey: false, lastSeenAt: null, ...change } as never;
  const page = await renders(() => createElement(PersonItem, { person }));
  expect(textsOf(page, '.badge')).toEqual(badges);
  expect([...page.querySelectorAll('a')].map((link) => link.getAttribute('href'))).toEqual([
    `/en/people/${user.id}`,
    '/en/people?company=R%26D%20%231',
  ]);
  expect(textsOf(page, '.dotted:last-child > span')).toEqual(['Two-factor authentication off', "Hasn't logged in yet"]);
});

test('a passkey counts as a second factor in the list', async () => {
  const user = await createPerson('zoe');
  const person = { ...user, hasPasskey: true, lastSeenAt: Date.UTC(2025, 11, 31) } as never;
  const page = await renders(() => createElement(PersonItem, { person }));
  expect(textsOf(page, '.dotted:last-child > span')).toEqual([
    'Two-factor authentication on',
    expect.stringMatching(/^Last seen 1.day ago$/),
  ]);
});
