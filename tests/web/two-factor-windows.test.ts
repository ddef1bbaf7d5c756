import { db } from '../../db';
import { updateAnyUser } from '../../db/users';
import { codeOf } from '../support/authenticator';
import { Browser } from '../support/browser';
import { secretOn } from '../support/enrolment';
import { PASSWORD } from '../support/people';
import { newSignedInPerson } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();

/** Another window of the same browser, on the same page. */
const windowOf = (browser: Browser): Promise<Browser> =>
  Object.assign(new Browser(portrait().url), { jar: browser.jar }).opens(browser.path);

async function starts() {
  const [page, user] = await newSignedInPerson(portrait());
  await page.opens('/en/two-factor');
  const other = await windowOf(page);
  await page.submits('two-factor-start', { currentPassword: PASSWORD });
  return { page, other, user };
}

test('refuses an expired key with the reason, where setup can start again', async () => {
  const { page, user } = await starts();
  const code = codeOf(secretOn(page));
  await updateAnyUser(db(), user.id, { totpStartedAt: Date.now() - 16 * 60_000 });
  await page.submits('two-factor-confirm', { code });
  expect(page.alert).toBe('Setup took too long, so the key has expired. Start again.');
  expect(page.document.querySelector('form[id=two-factor-start]')).not.toBeNull();
  expect((await page.reloads()).alert).toBeUndefined();
});

test('informs a second window that starts setup that it is already on', async () => {
  const { page, other } = await starts();
  await page.submits('two-factor-confirm', { code: codeOf(secretOn(page)) });
  await other.submits('two-factor-start', { currentPassword: PASSWORD });
  expect(other.alert).toBe('Two-factor authentication is already on.');
  expect(other.document.querySelector('form[id=two-factor-disable]')).not.toBeNull();
});

test.each([
  ['two-factor-disable', '/en/two-factor'],
  ['recovery-codes-renew', '/en/two-factor/recovery-codes'],
])('informs a second window that sends %s after it was turned off', async (form, path) => {
  const { page } = await starts();
  const secret = secretOn(page);
  await page.submits('two-factor-confirm', { code: codeOf(secret) });
  await page.opens(path);
  const other = await windowOf(page);
  await page.opens('/en/two-factor');
  await page.submits('two-factor-disable', { code: codeOf(secret, 1) });
  await other.submits(form, { code: '000000' });
  expect(other.alert).toBe('Two-factor authentication is already off.');
  expect(other.document.querySelector('form[id=two-factor-start]')).not.toBeNull();
});
