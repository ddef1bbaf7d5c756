import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { closeDatabase, migrateDatabase, openDatabase } from '../../db';
import type { User } from '../../db/users';
import { runCleanup } from '../../lib/cleanup';
import { changeProfile } from '../../lib/profile';
import { flat, noise, upload, webpOf } from '../support/avatars';
import { newFolder, removeFolder } from '../support/folder';
import { CLIENT, createPerson, createSession } from '../support/people';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = newFolder();
  file = join(folder, 'portrait.db');
  openDatabase(`file:${file}`);
  await migrateDatabase();
});
afterEach(() => {
  closeDatabase();
  removeFolder(folder);
});

/** The fraction of a picture that can be found in the database's files. */
function found(picture: Buffer): number {
  const files = [file, `${file}-wal`].filter(existsSync).map((path) => readFileSync(path));
  const samples = Array.from({ length: Math.floor(picture.length / 1000) }, (_, index) =>
    picture.subarray(index * 1000, index * 1000 + 32),
  );
  return samples.filter((sample) => files.some((bytes) => bytes.includes(sample))).length / samples.length;
}

async function withAvatar(): Promise<[User, Buffer]> {
  const alice = await createPerson('alice');
  await upload(alice, noise().png());
  const webp = await webpOf(alice);
  expect(found(webp)).toBeGreaterThan(0.9);
  return [alice, webp];
}

const removeAvatar = async (user: User) =>
  changeProfile(await createSession(user), { avatar: 'none', currentPassword: '' }, CLIENT);

test('erases a replaced avatar from the database file and the write-ahead log', async () => {
  const [alice, webp] = await withAvatar();
  await upload(alice, flat(9, 9).png());
  expect(found(webp)).toBe(0);
});

test('erases a removed avatar while the server runs', async () => {
  const [alice, webp] = await withAvatar();
  expect(await removeAvatar(alice)).toMatchObject({ ok: true });
  expect(found(webp)).toBe(0);
});

test('removes an avatar while another process reads, and erases it with the next cleanup', async () => {
  const [alice, webp] = await withAvatar();
  const reader = new Sqlite(file);
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM avatars').get();
  expect(await removeAvatar(alice)).toMatchObject({ ok: true });
  expect(found(webp)).toBeGreaterThan(0.9);
  reader.close();
  await runCleanup();
  expect(found(webp)).toBe(0);
});
