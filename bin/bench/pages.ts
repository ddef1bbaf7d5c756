import { newSignedInPerson } from '../../tests/support/scenes';
import { launchServer } from '../../tests/support/server';
import { bareServer, emptyPage } from './floors';
import { COMPRESSED, load, PLAIN } from './load';
import { interleaved } from './measure';
import { report } from './report';

export async function pages(): Promise<void> {
  const portrait = await launchServer();
  const [browser] = await newSignedInPerson(portrait);
  const cookie = await browser.jar.getCookieString(browser.url);
  const bare = await bareServer(browser.html);
  const empty = await emptyPage();
  const pid = portrait.process().pid as number;
  const profile = { url: `${portrait.url}/en/profile`, pid };
  const signIn = { url: `${portrait.url}/en/sign-in`, pid };
  const figures = await interleaved([
    { name: 'bare node:http, same bytes', run: () => load(bare) },
    { name: 'empty Next page', run: () => load({ ...empty, headers: PLAIN }) },
    { name: 'empty Next page, compressed', run: () => load({ ...empty, headers: COMPRESSED }) },
    { name: 'profile', run: () => load({ ...profile, headers: { ...PLAIN, cookie } }) },
    { name: 'profile, compressed', run: () => load({ ...profile, headers: { ...COMPRESSED, cookie } }) },
    { name: 'sign-in', run: () => load({ ...signIn, headers: PLAIN }) },
    { name: 'sign-in, compressed', run: () => load({ ...signIn, headers: COMPRESSED }) },
  ]);
  report('pages', figures, { over: 'empty Next page', measures: ['perSecond', 'processorMs'] });
  bare.stop();
  empty.stop();
  await portrait.stop();
}
