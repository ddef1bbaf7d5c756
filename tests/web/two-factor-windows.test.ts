import { db } from '../../db';
import { updateAnyUser } from '../../db/users';
import { codeOf } from '../support/authenticator';
import { Browser } from '../support/browser';
import { PASSWORD } from '../support/people';
import { newSignedInPerson } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();

/** Another window of the same browser, on the same page. */
const windowOf = (browser: Browser): Promise<Browser> =>
  Object.assign(new Browser(portrait().url), { jar: browser.jar }).opens(browser.path);

const secretOn = (page: Browser) => (page.text('main code') ?? '').replaceAll(' ', '');

async function starts() {
  const [page, user] = await newSignedInPerson(portrait());
  await page.opens('/en/two-factor');
  const other = await windowOf(page);
  await page.submits('two-factor-start', { currentPassword: PASSWORD });
  return { page, other, user };
}

test('a key that has lapsed is refused with the reason, where it can be started again', async () => {
  const { page, user } = await starts();
  const code = codeOf(secretOn(page));
  await updateAnyUser(db(), user.id, { totpStartedAt: Date.now() - 16 * 60_000 });
  await page.submits('two-factor-confirm', { code });
  expect(page.alert).toBe('Setup took too long, so the key has expired. Start again.');
  expect(page.document.querySelector('form[id=two-factor-start]')).not.toBeNull();
  expect((await page.reloads()).alert).toBeUndefined();
});

test('a second window that starts it over an active factor is told that it is on', async () => {
  const { page, other } = await starts();
  await page.submits('two-factor-confirm', { code: codeOf(secretOn(page)) });
  await other.submits('two-factor-start', { currentPassword: PASSWORD });
  expect(other.alert).toBe('Two-factor authentication is already on.');
  expect(other.document.querySelector('form[id=two-factor-disable]')).not.toBeNull();
});

test.each(['two-factor-disable', 'recovery-codes-renew'])(
  'a second window that sends %s after it was switched off is told that it is off',
  async (form) => {
    const { page } = await starts();
    const secret = secretOn(page);
    await page.submits('two-factor-confirm', { code: codeOf(secret) });
    await page.opens('/en/two-factor');
    const other = await windowOf(page);
    await page.submits('two-factor-disable', { code: codeOf(secret, 1) });
    await other.submits(form, { code: '000000' }); // the same code would be the same form, sent twice
    expect(other.alert).toBe('Two-factor authentication is already off.');
    expect(other.document.querySelector('form[id=two-factor-start]')).not.toBeNull();
  },
);
