import { disableUser } from '../../lib/people';
import { BY_COMMAND_LINE } from '../../lib/people/act';
import { Browser } from '../../tests/support/browser';
import { PASSWORD } from '../../tests/support/people';
import { newPerson } from '../../tests/support/scenes';
import { launchServer } from '../../tests/support/server';
import { type Candidate, interleaved } from './measure';
import { report } from './report';

const TRIES = Number(process.env.BENCH_TRIES ?? 200);

/** An account gets four failures before the rate limit responds instead of the check. */
const TRIES_AN_ACCOUNT = 4;

/** Whether the response to a refused sign-in, or its timing, gives away the reason. */
export async function equalAnswers(): Promise<void> {
  process.env.BCRYPT_COST = '8'; // the same here and in the server, so that all hashes cost the same
  const portrait = await launchServer({ TRUST_PROXY: 'loopback', LOG_LEVEL: 'silent' });
  const page = await new Browser(portrait.url).opens('/en/sign-in');
  const enabled: string[] = [];
  const disabled: string[] = [];
  for (let made = 0; made <= TRIES / TRIES_AN_ACCOUNT; made++) {
    enabled.push((await newPerson()).username);
    const { username } = await newPerson();
    await disableUser({ username }, BY_COMMAND_LINE);
    disabled.push(username);
  }
  let tries = 0;
  const refused = (name: string, usernames: string[], password: string): Candidate => {
    let asked = 0;
    const run = async () => {
      const username = usernames[Math.floor(asked++ / TRIES_AN_ACCOUNT)] ?? `nobody${asked}@example.com`;
      const body = page.filled('sign-in', { username, password });
      tries += 1;
      const address = `198.51.${tries >> 8}.${tries & 255}`;
      const began = performance.now();
      const answer = await fetch(page.url, {
        method: 'POST',
        body,
        headers: { ...page.formHeaders(), 'x-forwarded-for': address },
      });
      const text = await answer.text();
      const ms = performance.now() - began;
      const [alert = ''] = text.match(/role="alert"[^>]*>[^<]*/) ?? [];
      return {
        ms,
        status: answer.status,
        'bytes but for the name': text.replaceAll(username, '').length,
        'bytes of the alert': alert.length,
      };
    };
    return { name, run };
  };
  const figures = await interleaved(
    [
      refused('wrong password', enabled, 'not the password of anybody'),
      refused('unknown user', [], 'not the password of anybody'),
      refused('disabled user, right password', disabled, PASSWORD),
      refused('over-long password', [], 'long '.repeat(1000)),
    ],
    TRIES,
  );
  report('equal answers', figures, { over: 'wrong password', measures: ['ms'] });
  await portrait.stop();
}
