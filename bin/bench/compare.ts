import { spawnSync } from 'node:child_process';
import { type BusyServer, busyServer, PAGES, pageOf, pidOf } from './busy-server';
import { COMPRESSED, load, PLAIN } from './load';
import { type Candidate, type Figures, sideBySide, startSeveral } from './measure';
import { openedFirst } from './opening';
import { report } from './report';
import { restarted } from './start-up';
import { processorMs } from './usage';

/** Short rounds, of several servers each: what disturbs one build disturbs the other, too. */
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const REQUESTS = Number(process.env.BENCH_REQUESTS ?? 1000) / 10;

const WORSE = 1.05;

/** Measures the build of another checkout, such as the last release, beside this one, and names what got worse. */
export async function compare(other: string): Promise<void> {
  const build = spawnSync(process.execPath, ['bin/run.mjs', 'build'], { cwd: other, stdio: 'inherit' });
  if (build.status !== 0) throw new Error(`${other} cannot be built`);
  const servers = { before: await startSeveral(() => busyServer(other)), after: await startSeveral(busyServer) };
  const figures = {
    ...(await sideBySide(servers, (all) => all.flatMap(work), ROUNDS)),
    ...(await sideBySide(servers, ([server]) => [{ name: 'opening the profile', run: () => opened(server) }], 1)),
    ...(await sideBySide(servers, (all) => all.map((server) => ({ name: 'start', run: () => started(server) })), 1)),
  };
  report('compare', figures);
  const worse = Object.keys(figures).filter((name) => (figures[name]?.ratio as number) > WORSE);
  console.log(worse.length > 0 ? `\nMore than 5 % worse:\n${worse.join('\n')}` : '\nNothing got more than 5 % worse.');
  if (worse.length > 0) process.exitCode = 1;
  for (const { portrait } of [...servers.before, ...servers.after]) await portrait.stop();
}

function work(server: BusyServer): Candidate[] {
  const cost = (page: string, headers: Record<string, string>) => async () => {
    const { processorMs } = await load({ ...pageOf(server, page, headers), requests: REQUESTS });
    return { 'CPU ms': processorMs as number };
  };
  return [
    ...PAGES.flatMap((page) => [
      { name: page, run: cost(page, PLAIN) },
      { name: `${page}, compressed`, run: cost(page, COMPRESSED) },
    ]),
    { name: 'saving the profile', run: () => savedProfile(server) },
  ];
}

/** The form's page, the form, and the page that follows. */
async function savedProfile(server: BusyServer): Promise<Figures> {
  const { browser } = server;
  const before = processorMs(pidOf(server));
  for (const language of ['de', 'en']) {
    await browser.opens('/profile');
    await browser.submits('profile', { language });
  }
  return { 'CPU ms': (processorMs(pidOf(server)) - before) / 2 };
}

/** Times would only tell how busy the machine was. */
const isTime = (unit: string) => /(?<!CPU) ms/.test(unit);

const withoutTimes = (figures: Figures): Figures =>
  Object.fromEntries(Object.entries(figures).filter(([unit]) => !isTime(unit)));

async function opened({ portrait, cookie }: BusyServer): Promise<Figures> {
  return withoutTimes(await openedFirst(`${portrait.url}/en/profile`, { cookie }));
}

async function started(server: BusyServer): Promise<Figures> {
  return withoutTimes(await restarted(server));
}
