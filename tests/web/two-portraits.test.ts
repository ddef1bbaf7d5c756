import { closeDatabase } from '../../db';
import { Browser } from '../support/browser';
import { PASSWORD } from '../support/people';
import { newPerson, signIn } from '../support/scenes';
import { launchServer, type Portrait } from '../support/server';

// Browsers share cookies between the ports of a host (RFC 6265bis, section 8.5).
test('two Portraits on two ports of a host log no one out of each other in one browser', async () => {
  const one = await launchServer();
  const { username } = await newPerson({ language: 'fr' });
  await closeDatabase();
  const other = await launchServer();
  const { username: otherName } = await newPerson();

  const page = await signIn(one, username);
  const there = await new Browser(other.url, {}, page.jar).opens('/en/sign-in');
  await there.submits('sign-in', { username: otherName, password: PASSWORD });
  await there.submits('profile', { language: 'de' });
  const named = async (browser: Browser, path: string) => {
    await browser.opens(path);
    return [browser.path, browser.value('username'), browser.notice];
  };
  expect([there.path, there.notice]).toEqual(['/de/profile', expect.any(String)]);
  expect(await named(page, '/profile')).toEqual(['/fr/profile', username, undefined]);
  expect(await named(there, '/profile')).toEqual(['/de/profile', otherName, undefined]);

  await there.submits('sign-out');
  expect((await page.opens('/fr/profile')).path).toBe('/fr/profile');
  await stopBoth(one, other);
});

async function stopBoth(...portraits: [Portrait, Portrait]): Promise<void> {
  for (const portrait of portraits) await portrait.stop();
}
