import { disableUser } from '../../lib/people';
import { BY_COMMAND_LINE } from '../../lib/people/act';
import { Browser } from '../../tests/support/browser';
import { mailEnv, startMailServer } from '../../tests/support/mail-server';
import { newPerson } from '../../tests/support/scenes';
import { launchServer } from '../../tests/support/server';
import { type Candidate, interleaved } from './measure';
import { report } from './report';

/** How often each answer is asked for. */
const TRIES = Number(process.env.BENCH_TRIES ?? 200);

/** An account gets five links an hour. */
const TRIES_AN_ACCOUNT = 5;

/** Compares the responses and times of requests for a link, with and without an account. */
export async function equalLinks(): Promise<void> {
  const mail = await startMailServer();
  const portrait = await launchServer({ ...mailEnv(mail), TRUST_PROXY: 'loopback', LOG_LEVEL: 'silent' });
  const page = await new Browser(portrait.url).opens('/en/forgotten-password');
  const enabled: string[] = [];
  const disabled: string[] = [];
  for (let made = 0; made <= TRIES / TRIES_AN_ACCOUNT; made++) {
    enabled.push((await newPerson()).username);
    const { username } = await newPerson();
    await disableUser({ username }, BY_COMMAND_LINE);
    disabled.push(username);
  }
  let tries = 0;
  const asks = (name: string, usernames: string[]): Candidate => {
    let asked = 0;
    const run = async () => {
      const username = usernames[Math.floor(asked++ / TRIES_AN_ACCOUNT)] ?? `nobody${asked}@example.com`;
      const body = page.filled('forgotten-password', { username });
      tries += 1;
      const headers = { ...page.formHeaders(), 'x-forwarded-for': `198.51.${tries >> 8}.${tries & 255}` };
      const began = performance.now();
      const response = await fetch(page.url, { method: 'POST', body, headers, redirect: 'manual' });
      const text = await response.text();
      const ms = performance.now() - began;
      const head = [...response.headers].filter(([name]) => name !== 'date').join();
      return { ms, status: response.status, 'bytes of the head': head.length, 'bytes of the body': text.length };
    };
    return { name, run };
  };
  const candidates = [asks('a user', enabled), asks('nobody', []), asks('a disabled user', disabled)];
  const figures = await interleaved(candidates, TRIES);
  report('equal links', figures, { over: 'a user', measures: ['ms'] });
  await portrait.stop();
  await mail.stop();
}
