import { createElement } from 'react';
import { Ago } from '../app/ui/ago';
import { describeDevice, deviceShape } from '../app/ui/device';
import { Instant } from '../app/ui/instant';
import { renders, textsOf } from './support/render';
import { freezeClock } from './support/two-factor';

freezeClock(); // 2026 has just begun in UTC

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0';

test.each([
  ['en', 'Dec 31, 2025, 11:30 PM UTC', '2 hours ago', 'Firefox on Windows'],
  ['de', '31. Dez. 2025, 23:30 UTC', 'vor 2 Stunden', 'Firefox unter Windows'],
  ['ja', '2025年12月31日 23:30 UTC', '2時間前', 'Windows の Firefox'],
] as const)(
  'a time, how long ago it was, and a device are in the language of the page: %s',
  async (locale, ...texts) => {
    const part = () =>
      createElement(
        'p',
        null,
        createElement('b', null, createElement(Instant, { at: Date.UTC(2025, 11, 31, 23, 30), zone: 'UTC' })),
        createElement('b', null, createElement(Ago, { at: Date.UTC(2025, 11, 31, 22) })),
        createElement('b', null, describeDevice(FIREFOX)),
      );
    const page = await renders(part, `/${locale}/sessions`, locale);
    expect(textsOf(page, 'b').map((text) => text?.replaceAll(/[\u00a0\u202f]/g, ' '))).toEqual(texts);
    expect(page.querySelector('time')?.getAttribute('datetime')).toBe('2025-12-31T23:30:00.000Z');
  },
);

test('a phone has an icon of its own', () => {
  const ANDROID = 'Mozilla/5.0 (Android 14; Mobile; rv:131.0) Gecko/131.0 Firefox/131.0';
  expect([FIREFOX, ANDROID, ''].map(deviceShape)).toEqual(['monitor', 'phone', 'monitor']);
});
