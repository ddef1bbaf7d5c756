import { eq } from 'drizzle-orm';
import { db } from '../../db';
import { users } from '../../db/schema';
import { codeOf } from '../support/authenticator';
import { enablesTwoFactor } from '../support/enrolment';
import { signIn } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();

const REMINDER = "Your new recovery codes aren't saved yet";

test('the downloaded file says what the codes are for, and numbers them', async () => {
  const { page, user } = await enablesTwoFactor(portrait());
  const codes = [...page.document.querySelectorAll('main ol code')].map((code) => code.textContent);
  const link = page.document.querySelector('a[download]')?.getAttribute('href') ?? '';
  const [kind, file = ''] = link.split(/,(.*)/s);
  expect(kind).toBe('data:text/plain;charset=utf-8');
  expect(decodeURIComponent(file).split('\r\n')).toEqual([
    'Your recovery codes · Portrait',
    new URL(portrait().url).host,
    user.username,
    expect.stringMatching(/^\w+ \d{1,2}, 20\d\d$/),
    '',
    ...codes.map((code, n) => `${n + 1}. ${code}`),
    '',
  ]);
});

test('no page reminds the user of codes that are gone with the second factor', async () => {
  const { page, user } = await enablesTwoFactor(portrait());
  await db().update(users).set({ totpSecret: null, totpConfirmedAt: null }).where(eq(users.id, user.id));
  expect((await page.opens('/en/profile')).text('main')).not.toContain(REMINDER);
});

test('every page of that session reminds the user of unsaved codes, and no other session does', async () => {
  const { page, user, secret } = await enablesTwoFactor(portrait());
  const there = await signIn(portrait(), user.username);
  await there.submits('sign-in-code', { code: codeOf(secret, 1) });
  for (const path of ['/en/profile', '/en/sessions', '/en/activity', '/en/two-factor']) {
    await page.opens(path);
    expect(page.text('main a[href="/en/two-factor/recovery-codes"]')).toBe(REMINDER);
    expect((await there.opens(path)).text('main')).not.toContain(REMINDER);
  }
  expect((await page.opens('/en/profile')).text('#security')).toContain("They aren't saved yet.");
  await page.opens('/en/two-factor/recovery-codes');
  await page.submits('recovery-codes-saved');
  expect(page.text('main')).not.toContain(REMINDER);
  expect(page.text('#security')).not.toContain("They aren't saved yet.");
});
