import { existsSync } from 'node:fs';
import { someoneSignedIn } from '../support/scenes';
import { theServer } from '../support/server';

const portrait = theServer();

test('SIGTERM leaves a database in one file', async () => {
  await someoneSignedIn(portrait());
  await portrait().ends('SIGTERM');
  const file = portrait().file;
  expect([existsSync(file), existsSync(`${file}-wal`)]).toEqual([true, false]);
  await portrait().startsAgain();
});
