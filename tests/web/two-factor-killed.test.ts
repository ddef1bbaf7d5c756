import { codeOf } from '../support/authenticator';
import { PASSWORD } from '../support/people';
import { newSignedInPerson, signIn } from '../support/scenes';
import { startOwnServer } from '../support/server';

const portrait = startOwnServer();

test('killed between any two steps, two-factor authentication is never half on and no one is locked out', async () => {
  const [page, { username }] = await newSignedInPerson(portrait());
  await page.opens('/en/two-factor');
  await page.submits('two-factor-start', { currentPassword: PASSWORD });
  const key = page.text('main code');

  await portrait().killAndRestart();
  expect((await page.reloads()).text('main code')).toBe(key);
  expect((await signIn(portrait(), username)).path).toBe('/en/profile');
  const secret = (key ?? '').replaceAll(' ', '');
  await page.submits('two-factor-confirm', { code: codeOf(secret) });
  const codes = page.text('main ol');
  const recoveryCode = page.text('main li') as string;

  await portrait().killAndRestart();
  expect((await page.reloads()).text('main ol')).toBe(codes);
  const visitor = await signIn(portrait(), username);
  expect(visitor.path).toBe('/en/sign-in/code');

  await portrait().killAndRestart();
  await visitor.submits('sign-in-code', { code: codeOf(secret, 1) });
  expect(visitor.path).toBe('/en/profile');

  await portrait().killAndRestart();
  await visitor.opens('/en/two-factor');
  await visitor.submits('two-factor-disable', { code: recoveryCode });
  await portrait().killAndRestart();
  expect((await signIn(portrait(), username)).path).toBe('/en/profile');
});
