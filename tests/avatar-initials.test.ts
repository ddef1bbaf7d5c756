import type { User } from '../db/users';
import { avatarVersion, initials } from '../lib/avatar';
import { changeProfile } from '../lib/profile';
import { shown } from './support/avatars';
import { useDatabase } from './support/database';
import { CLIENT, createPerson, createSession, findUser, PASSWORD } from './support/people';

useDatabase();

test.each([
  ['anna.maria@x', 'AM'],
  ['bob@x', 'B'],
  ['bob+news+x@x', 'BN'],
  ['иван.петров@x', 'ИП'],
  ['e\u0301ric.o\u0308zil@x', 'E\u0301O\u0308'],
  ['निशा@x', 'नि'],
  ['\u{10428}bc@x', '\u{10400}'],
  ['😀.anna@x', 'A'],
  ['<&>@x', '?'],
  ['<b>anna&maria@x', 'BA'],
  ['___@x', '?'],
  ['', '?'],
])('the initials of %j are %s', (username, expected) => {
  expect(initials(username)).toBe(expected);
});

const colourOf = async (user: User) => /<rect [^>]*fill="([^"]+)"/.exec(`${(await shown(user))?.body}`)?.[1];

test('gives people different colours', async () => {
  const people = await Promise.all(Array.from({ length: 12 }, (_, index) => createPerson(`person${index}`)));
  expect(new Set(await Promise.all(people.map(colourOf))).size).toBeGreaterThan(6);
});

test('gives a person with a new username new initials, at a new address, in the same colour', async () => {
  const alice = await createPerson('alice');
  const before = await colourOf(alice);
  const change = { username: 'zoe@example.com', currentPassword: PASSWORD };
  expect(await changeProfile(await createSession(alice), change, CLIENT)).toMatchObject({ ok: true });
  const zoe = await findUser('zoe@example.com');
  expect((await shown(zoe))?.body).toContain('>Z</text>');
  expect(avatarVersion(zoe)).not.toBe(avatarVersion(alice));
  expect([before, await colourOf(zoe)]).toEqual([expect.stringMatching(/^hsl/), before]);
});

test('keeps white initials legible on every hue', async () => {
  const { body } = (await shown(await createPerson('a&b'))) as { body: string };
  expect(body).toContain('>AB</text>');
  const [, saturation, lightness] = /fill="hsl\(\d+ (\d+)% (\d+)%\)".* fill="#fff"/.exec(body) ?? [];
  for (let hue = 0; hue < 360; hue++)
    expect(contrastWithWhite(hue, Number(saturation), Number(lightness))).toBeGreaterThanOrEqual(4.5);
});

/** WCAG 2.2, "contrast ratio", of a colour from CSS Color 4, section 7.1, `hslToRgb`. */
function contrastWithWhite(hue: number, saturation: number, lightness: number): number {
  const light = lightness / 100;
  const reach = (saturation / 100) * Math.min(light, 1 - light);
  const linear = (n: number) => {
    const k = (n + hue / 30) % 12;
    const channel = light - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  };
  return 1.05 / (0.2126 * linear(0) + 0.7152 * linear(8) + 0.0722 * linear(4) + 0.05);
}
