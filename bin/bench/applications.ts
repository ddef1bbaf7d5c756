import { Browser } from '../../tests/support/browser';
import { logIn, startRelyingParty } from '../../tests/support/relying-party';
import { newSignedInPerson } from '../../tests/support/scenes';
import { launchServer } from '../../tests/support/server';
import { type Candidate, interleaved } from './measure';
import { report } from './report';
import { memoryMb, processorMs } from './usage';

const LOG_INS = 50;

/** A whole silent log-in to an application with userinfo, beside a page; and memory with and without an application. */
export async function applications(): Promise<void> {
  const portrait = await launchServer({ LOG_LEVEL: 'warn' });
  const [browser] = await newSignedInPerson(portrait);
  const page = new Browser(portrait.url);
  Object.assign(page, { jar: browser.jar });
  const pid = () => portrait.process().pid as number;
  const spent = async (work: () => Promise<unknown>) => {
    const before = processorMs(pid());
    for (let run = 0; run < LOG_INS; run++) await work();
    return { processorMs: (processorMs(pid()) - before) / LOG_INS };
  };
  const sessionsPage = () => spent(() => page.fetches('/en/sessions'));
  const memoryAfterStart = async () => {
    await portrait.killAndRestart();
    await sessionsPage();
    return { MB: memoryMb(pid()) };
  };
  const without = await memoryAfterStart();
  const party = await startRelyingParty(portrait.url);
  report('memory', { 'no application': without, 'one application': await memoryAfterStart() });

  const silent = async () => (await logIn(party, browser, { prompt: 'none' })).userinfo();
  const candidates: Candidate[] = [
    { name: 'sessions page', run: sessionsPage },
    { name: 'log-in and userinfo', run: () => spent(silent) },
    { name: 'forward-auth', run: () => spent(() => page.fetches('/forward-auth')) },
  ];
  report('applications', await interleaved(candidates), { over: 'sessions page', measures: ['processorMs'] });
  party.stop();
  await portrait.stop();
}
