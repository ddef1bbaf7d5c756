import { startBetterAuth } from './better-auth';
import { busyServer, pidOf } from './busy-server';
import { begin, type Login, loginOf } from './crowd';
import { COMPRESSED, load, PLAIN } from './load';
import { type Candidate, type Figures, sideBySide } from './measure';
import { openedFirst } from './opening';
import { report } from './report';
import { memoryMb } from './usage';

const LOOPS = 8;

/** `profile` is what a visit requests from the server: the page, and its data where the browser fetches them. */
type Peer = { url: string; pid: number; cookie: string; profile: string[]; signIn: string; logins: Login[] };

/** What a team would build instead, measured beside Portrait, each with its own cost of hashing. */
export async function peers(): Promise<void> {
  const server = await busyServer('.', { BCRYPT_COST: '12', TRUST_PROXY: 'loopback' });
  const { url } = server.portrait;
  const logins: Login[] = [];
  for (let made = 0; made < LOOPS; made++) logins.push(await loginOf(url, `192.0.2.${made}`));
  const betterAuth = await startBetterAuth();
  const sides: Record<string, Peer> = {
    Portrait: {
      url,
      pid: pidOf(server),
      cookie: server.cookie,
      profile: ['/en/profile'],
      signIn: '/en/sign-in',
      logins,
    },
    'Better Auth UI': {
      ...betterAuth,
      profile: ['/account/settings', '/api/auth/get-session'],
      signIn: '/auth/sign-in',
      logins: Array.from({ length: LOOPS }, () => betterAuth.login),
    },
  };
  report('peers', {
    ...(await sideBySide(sides, (side) => [memory('idle', side)], 1)),
    ...(await sideBySide(sides, work)),
    ...(await sideBySide(sides, (side) => [memory('after load', side)], 1)),
    ...(await sideBySide(sides, opened)),
    ...(await sideBySide(sides, answers)),
  });
  betterAuth.stop();
  await server.portrait.stop();
}

const memory = (name: string, { pid }: Peer): Candidate => ({ name, run: async () => ({ MB: memoryMb(pid) }) });

function work(side: Peer): Candidate[] {
  const cost = (paths: string[], headers: Record<string, string>) => async () => {
    let spent = 0;
    for (const path of paths) spent += (await load({ ...side, url: side.url + path, headers })).processorMs ?? 0;
    return { 'CPU ms': spent };
  };
  return [
    { name: 'profile', run: cost(side.profile, { ...PLAIN, cookie: side.cookie }) },
    { name: 'profile, compressed', run: cost(side.profile, { ...COMPRESSED, cookie: side.cookie }) },
    { name: 'log-in page', run: cost([side.signIn], PLAIN) },
  ];
}

function opened({ url, profile, signIn, cookie }: Peer): Candidate[] {
  return [
    { name: 'profile', run: () => openedFirst(url + profile[0], { cookie }) },
    { name: 'profile, slow', run: () => openedFirst(url + profile[0], { cookie, isSlow: true }) },
    { name: 'log-in page, slow', run: () => openedFirst(url + signIn, { isSlow: true }) },
  ];
}

function answers(side: Peer): Candidate[] {
  const profile = { ...side, url: side.url + side.profile[0], headers: { ...PLAIN, cookie: side.cookie } };
  const slowest = async (): Promise<Figures> => ({ 'p99 ms': (await load({ ...profile, connections: 1 })).p99 ?? 0 });
  const during = async () => {
    const end = begin(side.logins);
    const figures = await slowest();
    return { ...figures, 'log-ins/s': await end() };
  };
  return [
    { name: 'profile alone', run: slowest },
    { name: `profile while ${LOOPS} log in`, run: during },
  ];
}
