import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { newSignedInPerson } from '../support/scenes';
import { launchServer, startOwnServer } from '../support/server';
import { until } from '../support/until';

const portrait = startOwnServer();

test('SIGTERM leaves the database in a single file', async () => {
  await newSignedInPerson(portrait());
  await portrait().kill('SIGTERM');
  const file = portrait().file;
  expect([existsSync(file), existsSync(`${file}-wal`)]).toEqual([true, false]);
  await portrait().restart();
});

test('a reload whose new processes do not start leaves the old ones running', async () => {
  const several = await launchServer({ WEB_CONCURRENCY: '2' });
  const [page] = await newSignedInPerson(several);
  const { file } = several;
  renameSync(file, `${file}.elsewhere`);
  writeFileSync(file, ''); // a new process refuses it
  const says = (words: string) => several.lines.some((line) => line.includes(words));
  several.process().kill('SIGUSR2');
  await until(() => says('the old ones keep running') || says('have been replaced'));
  renameSync(`${file}.elsewhere`, file);
  expect((await page.opens('/en/profile')).path).toBe('/en/profile');
  await several.stop();
});
