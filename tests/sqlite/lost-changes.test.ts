import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { backUp } from '../../db/sqlite/backup';
import { restore } from '../../db/sqlite/restore';
import { command, waitForExit } from '../support/command';
import { newFolder, removeFolder } from '../support/folder';
import { newPerson, newSignedInPerson } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer({ LOG_LEVEL: 'warn' });

const wal = () => `${portrait().file}-wal`;

/** The messages about missing changes at a start. */
async function saidAtStart(): Promise<string[]> {
  const { length } = portrait().lines;
  await portrait().restart();
  return portrait()
    .lines.slice(length)
    .filter((line) => line.includes('lacks changes'));
}

const damage = (from: number) => {
  const bytes = readFileSync(wal());
  writeFileSync(wal(), bytes.fill(0xa5, Math.floor(bytes.length * from)));
};

test.each([
  ['removed', () => rmSync(wal())],
  ['emptied', () => truncateSync(wal())],
  ['damaged at its beginning', () => damage(0)],
  ['damaged in its middle', () => damage(0.5)],
])('a start says that changes are missing if the -wal was %s after kill -9', async (_, harm) => {
  const [page] = await newSignedInPerson(portrait());
  await page.submits('profile', { language: 'de' });
  await portrait().kill('SIGKILL');
  harm();
  const said = await saidAtStart();
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(/lacks changes that were saved between \S+Z and \S+Z\. Was \S+-wal removed or damaged/);
});

test('a command that writes before the next start does not hide missing changes', async () => {
  for (let person = 0; person < 3; person++) await newPerson();
  await portrait().kill('SIGKILL');
  rmSync(wal());
  const args = ['create', '--username', 'ada@example.com', '--company', 'Acme'];
  expect(await waitForExit(command('user', args, portrait().database))).toMatchObject({ code: 0 });
  expect(await saidAtStart()).toHaveLength(1);
  await portrait().kill('SIGTERM');
  expect(await saidAtStart()).toEqual([]); // reported only once
});

test('a start reports no missing changes after kill -9, a stop, a backup or a restore', async () => {
  await newSignedInPerson(portrait());
  await portrait().kill('SIGKILL');
  expect(await saidAtStart()).toEqual([]);
  const folder = newFolder();
  const copy = join(folder, 'copy.db');
  await backUp(portrait().file, copy, () => {});
  await newSignedInPerson(portrait());
  await portrait().kill('SIGTERM');
  expect(await saidAtStart()).toEqual([]);
  await portrait().kill('SIGTERM');
  restore(copy, portrait().file);
  removeFolder(folder);
  expect(await saidAtStart()).toEqual([]);
});

test('a garbled number of the last event blocks neither a start nor a change', async () => {
  await portrait().kill('SIGTERM');
  writeFileSync(`${portrait().file}-last-event`, 'Lorem ipsum');
  expect(await saidAtStart()).toEqual([]);
  const [page] = await newSignedInPerson(portrait());
  expect((await page.submits('profile', { language: 'de' })).statuses).toEqual([303, 200]);
});
