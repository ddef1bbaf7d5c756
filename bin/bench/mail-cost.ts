import { Browser } from '../../tests/support/browser';
import { mailEnv, startMailServer } from '../../tests/support/mail-server';
import { PASSWORD } from '../../tests/support/people';
import { newPerson } from '../../tests/support/scenes';
import { launchServer } from '../../tests/support/server';
import { type Candidate, interleaved } from './measure';
import { report } from './report';

const ROUNDS = Number(process.env.BENCH_TRIES ?? 200);

/** What forms cost more while mail is on: one that queues no mail, and one that queues a notice. */
export async function mailCost(): Promise<void> {
  const mail = await startMailServer();
  const candidates: Candidate[] = [];
  const stops: (() => Promise<void>)[] = [];
  for (const [name, env] of Object.entries({ 'mail off': {}, 'mail on': mailEnv(mail) })) {
    const portrait = await launchServer({ ...env, LOG_LEVEL: 'silent' });
    const user = await newPerson();
    const page = await new Browser(portrait.url).opens('/en/sign-in');
    await page.submits('sign-in', { username: user.username, password: PASSWORD });
    let count = 0;
    const run = async () => {
      count += 1;
      const language = await timed(() => page.submits('profile', { language: count % 2 ? 'de' : 'en' }));
      const newPassword = `seven quiet lighthouses ${count}`;
      const currentPassword = count === 1 ? PASSWORD : `seven quiet lighthouses ${count - 1}`;
      const typed = { currentPassword, newPassword, confirmPassword: newPassword };
      return { 'language ms': language, 'password ms': await timed(() => page.submits('password', typed)) };
    };
    candidates.push({ name, run });
    stops.push(portrait.stop);
  }
  const figures = await interleaved(candidates, ROUNDS);
  report('mail cost', figures, { over: 'mail off', measures: ['language ms', 'password ms'] });
  for (const stop of stops) await stop();
  await mail.stop();
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
