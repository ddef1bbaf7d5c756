import { existsSync } from 'node:fs';
import { newSignedInPerson } from '../support/scenes';
import { startOwnServer } from '../support/server';

const portrait = startOwnServer();

test('SIGTERM leaves the database in a single file', async () => {
  await newSignedInPerson(portrait());
  await portrait().kill('SIGTERM');
  const file = portrait().file;
  expect([existsSync(file), existsSync(`${file}-wal`)]).toEqual([true, false]);
  await portrait().restart();
});
