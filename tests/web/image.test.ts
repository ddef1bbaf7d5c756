import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Browser } from '../support/browser';
import { newFolder, removeFolder } from '../support/folder';
import { createPerson, PASSWORD } from '../support/people';
import { launchServer } from '../support/server';

const dockerfile = readFileSync('deploy/Dockerfile', 'utf8');

/** What it copies into the image: folders, and files of the project's own folder. */
const copied = [...dockerfile.matchAll(/^COPY --from=build (.*) \S+$/gm)]
  .flatMap(([, sources = '']) => sources.split(' '))
  .map((source) => source.replace('/portrait/', ''));

test('what the Dockerfile copies into the image is all that a server and the commands need', async () => {
  const cwd = newFolder();
  for (const source of copied)
    if (source === 'node_modules') symlinkSync(resolve(source), join(cwd, source));
    else cpSync(source, join(cwd, source), { recursive: true });
  mkdirSync(join(cwd, 'data'));
  const portrait = await launchServer({}, { cwd });
  const { username } = await createPerson('ada');
  const page = await new Browser(portrait.url).opens('/ar/sign-in');
  await page.submits('sign-in', { username, password: PASSWORD });
  expect(page.path).toBe('/en/profile');
  const avatar = new File([readFileSync('docs/profile.webp')], 'avatar.webp');
  await page.submits('profile', { avatar });
  expect([page.alert, page.notice]).toEqual([undefined, 'Your changes have been saved.']);
  expect((await page.fetches(page.document.querySelector('main img')?.getAttribute('src') ?? '')).status).toBe(200);
  const env = { ...process.env, DATABASE_URL: portrait.database };
  const run = (...args: string[]) => spawnSync(process.execPath, args, { cwd, env, encoding: 'utf8' });
  expect(run('dist/user.mjs', 'list').stdout).toContain(username);
  const commands = /for command in ([^;]*);/.exec(dockerfile)?.[1]?.split(' ') ?? [];
  expect(commands).toEqual(['user', 'app', 'mail', 'backup', 'restore', 'move']);
  for (const name of commands) expect(run(`dist/${name}.mjs`, '--help')).toMatchObject({ status: 0, stderr: '' });
  await portrait.stop();
  removeFolder(cwd);
});
