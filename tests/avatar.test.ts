import sharp from 'sharp';
import { db } from '../db';
import { findUserAvatar } from '../lib/avatar';
import { AVATAR_SIZES } from '../lib/avatar-sizes';
import { changeProfile } from '../lib/profile';
import { flat, noise, pixelOf, quartersOf, shown, upload, webpOf } from './support/avatars';
import { useDatabase } from './support/database';
import { eventTypes, recordedEvents } from './support/events';
import { CLIENT, createPerson, createSession, findUser } from './support/people';

useDatabase();

async function heavy(megabytes: number) {
  const file = Buffer.alloc(megabytes * 1024 * 1024);
  (await flat(9, 9).jpeg().toBuffer()).copy(file);
  return file;
}

/** An empty zip archive: PKWARE's application note, section 4.3.16. */
const ZIP = Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]);

test.each([
  ['JPEG', () => flat(300, 200).jpeg()],
  ['progressive JPEG', () => flat(300, 200).jpeg({ progressive: true })],
  ['JPEG of 10 MB', () => heavy(10)],
  ['JPEG with a zip behind it', async () => Buffer.concat([await flat(9, 9).jpeg().toBuffer(), ZIP])],
  ['PNG', () => flat(200, 300).png()],
  ['PNG with a palette', () => flat(200, 300).png({ palette: true })],
  ['interlaced PNG', () => flat(200, 300).png({ progressive: true })],
  ['PNG of one pixel', () => flat(1, 1).png()],
  ['PNG of 52 megapixels', () => flat(8000, 6500).png()],
  ['JPEG of 8192 by 6144, as phones write it', () => flat(8192, 6144).jpeg()],
  ['PNG of 1 by 100000', () => flat(1, 100_000).png()],
  ['PNG of 10000 by 10', () => flat(10_000, 10).png()],
  ['WebP', () => flat(200, 200).webp()],
  ['lossless WebP of 16383 by 1', () => flat(16_383, 1).webp({ lossless: true })],
])('makes three WebP squares of a %s', async (_, picture) => {
  const alice = await createPerson('alice');
  expect(await upload(alice, await picture())).toMatchObject({ ok: true });
  for (const size of [512, 192, 64] as const) {
    const { type, body } = (await shown(alice, size)) ?? {};
    expect(type).toBe('image/webp');
    expect(await sharp(body as Buffer).metadata()).toMatchObject({ format: 'webp', width: size, height: size });
  }
  const [red = 0, green = 0, blue = 0] = await pixelOf(alice, 256, 256);
  expect([red > 245, green < 10, blue < 10]).toEqual([true, true, true]);
});

test('strips metadata, profiles and trailing bytes', async () => {
  const alice = await createPerson('alice');
  const picture = noise()
    .withIccProfile('p3')
    .withExif({ IFD0: { Copyright: 'Alice' }, IFD3: { GPSLatitudeRef: 'N' } })
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><!-- Alice --></x:xmpmeta>')
    .jpeg();
  const file = Buffer.concat([await picture.toBuffer(), Buffer.from('<script>alert("Alice")</script>')]);
  const given = { exif: expect.anything(), icc: expect.anything(), xmp: expect.anything() };
  expect(await sharp(file).metadata()).toMatchObject(given);
  await upload(alice, file);
  for (const size of AVATAR_SIZES) {
    const webp = await webpOf(alice, size);
    const { exif, icc, iptc, xmp, orientation } = await sharp(webp).metadata();
    expect({ exif, icc, iptc, xmp, orientation }).toEqual({});
    expect(webp.includes('Alice')).toBe(false);
  }
});

test('gives a new picture a new address, and drops the old one', async () => {
  const alice = await createPerson('alice');
  await upload(alice, flat(9, 9).png());
  const { avatarVersion: first } = await findUser(alice.username);
  await upload(alice, flat(9, 9, 'blue').png());
  expect(await findUserAvatar(alice.id, first as string, 512)).toBeUndefined();
  expect(await quartersOf(alice)).toEqual(Array(4).fill('blue'));
  expect(await db().query.avatars.findMany()).toHaveLength(AVATAR_SIZES.length);
  const { avatarVersion: second } = await findUser(alice.username);
  await changeProfile(await createSession(alice), { avatar: 'none', currentPassword: '' }, CLIENT);
  expect(await findUserAvatar(alice.id, second as string, 512)).toBeUndefined(); // not the initials
});

test('keeps one of two pictures uploaded at once, in all its sizes', async () => {
  const alice = await createPerson('alice');
  await Promise.all(['red', 'blue'].map((colour) => upload(alice, flat(9, 9, colour).png())));
  const { avatarVersion } = await findUser(alice.username);
  const kept = await db().query.avatars.findMany();
  expect(kept.map(({ version }) => version)).toEqual(AVATAR_SIZES.map(() => avatarVersion));
});

test('saves and records a picture once, also where it is sent twice at once or again, and so its removal', async () => {
  const alice = await createPerson('alice');
  const red = () => upload(alice, flat(9, 9).png());
  expect(await Promise.all([red(), red()])).toMatchObject([{ ok: true }, { ok: true }]);
  expect(await red()).toMatchObject({ ok: true, isChanged: false });
  const session = await createSession(alice);
  const removal = { avatar: 'none', currentPassword: '' } as const;
  const removes = () => changeProfile(session, removal, CLIENT);
  expect(await Promise.all([removes(), removes()])).toMatchObject([{ ok: true }, { ok: true }]);
  const recorded = await eventTypes();
  expect(recorded.filter((type) => type.startsWith('avatar'))).toEqual(['avatar-changed', 'avatar-removed']);
});

test('changes and records nothing where there is no picture to remove', async () => {
  const alice = await createPerson('alice');
  const session = await createSession(alice);
  const before = await recordedEvents();
  const outcome = await changeProfile(session, { avatar: 'none', currentPassword: '' }, CLIENT);
  expect(outcome).toEqual({ ok: true, language: 'en', isChanged: false });
  expect([await recordedEvents(), await findUser(alice.username)]).toEqual([before, alice]);
});

test('shows initials after a picture is removed, and records both changes', async () => {
  const alice = await createPerson('alice');
  await upload(alice, flat(9, 9).png());
  const removal = { avatar: 'none', currentPassword: '' } as const;
  expect(await changeProfile(await createSession(alice), removal, CLIENT)).toMatchObject({ ok: true });
  expect(await shown(alice)).toMatchObject({ type: 'image/svg+xml', body: expect.stringContaining('>A</text>') });
  expect(await db().query.avatars.findMany()).toEqual([]);
  const recorded = await eventTypes();
  expect(recorded.filter((type) => type.startsWith('avatar'))).toEqual(['avatar-changed', 'avatar-removed']);
});
