import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { closeDatabase, migrateDatabase, openDatabase } from '../../db';
import { flat, noise, upload, webpOf } from '../support/avatars';
import { newFolder, removeFolder } from '../support/folder';
import { createPerson } from '../support/people';

const folder = newFolder();
afterAll(() => removeFolder(folder));

/** How much of a picture stands in a file, looked for page by page. */
function found(picture: Buffer, file: string): number {
  const bytes = readFileSync(file);
  const samples = Array.from({ length: Math.floor(picture.length / 1000) }, (_, index) =>
    picture.subarray(index * 1000, index * 1000 + 32),
  );
  return samples.filter((sample) => bytes.includes(sample)).length / samples.length;
}

test('the bytes of a picture that was replaced are gone from the database file', async () => {
  const file = join(folder, 'portrait.db');
  openDatabase(`file:${file}`);
  await migrateDatabase();
  const alice = await createPerson('alice');
  await upload(alice, noise().png());
  const first = await webpOf(alice);
  closeDatabase();
  expect(found(first, file)).toBeGreaterThan(0.9);

  openDatabase(`file:${file}`);
  await upload(alice, flat(9, 9).png());
  closeDatabase();
  expect(found(first, file)).toBe(0);
});
