import { useChromium } from '../support/chromium';
import { newPerson } from '../support/scenes';
import { startServer } from '../support/server';
import { walk } from '../support/walk';

const portrait = startServer();
const opens = useChromium();

/** What password managers need to fill a form and to save a new password (the HTML standard, "Autofill"). */
const PASSWORD_FORMS: Record<string, string[]> = {
  'sign-in': ['username', 'current-password'],
  profile: ['username', 'current-password'],
  password: ['username', 'current-password', 'new-password', 'new-password'],
  'two-factor-start': ['username', 'current-password'],
};

const tokens = () =>
  [...document.querySelectorAll('form')]
    .filter((form) => form.querySelector('[autocomplete$=-password]'))
    .map((form): [string, string[]] => [
      form.id,
      [...form.querySelectorAll('input[autocomplete]')].map((input) => input.getAttribute('autocomplete') as string),
    ]);

const unnamed = () =>
  [...document.querySelectorAll<HTMLInputElement>('input:not([type=hidden], [hidden]), select')]
    .filter((field) => field.checkVisibility() && ![...(field.labels ?? [])].some((label) => label.checkVisibility()))
    .map((field) => field.outerHTML);

/** Hints that describe no field. */
const looseHints = () =>
  [...document.querySelectorAll('form [id$=-hint]')]
    .filter(({ id }) => !document.querySelector(`[aria-describedby~="${CSS.escape(id)}"]`))
    .map((hint) => hint.textContent);

/** What phones use for a code: the keyboard type and autofill. */
const codeFields = () =>
  [...document.querySelectorAll<HTMLInputElement>('[name=code]')].map((field): [string, string[]] => [
    field.form?.id ?? '',
    [field.inputMode, field.autocomplete],
  ]);

const titles = () => [document.querySelectorAll('h1').length, document.querySelectorAll('main').length];

test('describes every field to people, password managers and phones, and has one heading a page', async () => {
  const page = await opens({ reducedMotion: 'reduce' });
  const seen: Record<string, string[]> = {};
  const codes: Record<string, string[]> = {};
  await walk(portrait(), page, {}, async (state) => {
    Object.assign(seen, Object.fromEntries(await page.evaluate(tokens)));
    Object.assign(codes, Object.fromEntries(await page.evaluate(codeFields)));
    expect([state, await page.evaluate(unnamed)]).toEqual([state, []]);
    expect([state, await page.evaluate(looseHints)]).toEqual([state, []]);
    expect([state, await page.evaluate(titles)]).toEqual([state, [1, 1]]);
  });
  expect(seen).toEqual(PASSWORD_FORMS);
  expect(codes).toEqual({
    'two-factor-confirm': ['numeric', 'one-time-code'],
    'sign-in-code': ['numeric', 'one-time-code'],
    'two-factor-disable': ['text', 'one-time-code'],
    'recovery-codes-renew': ['text', 'one-time-code'],
  });
});

test('keeps a username together on a right-to-left page', async () => {
  const { username } = await newPerson({ language: 'ar' });
  const page = await opens();
  await page.goto(`${portrait().url}/ar/sign-in`);
  await page.fill('[name=username]', username);
  await page.fill('[name=password]', 'gravel mountain tea');
  await page.click('#sign-in [type=submit]');
  await page.waitForURL('**/profile');
  expect(await page.locator('header summary bdi').textContent()).toBe(username);
  expect(await page.getAttribute('#profile [name=username]', 'dir')).toBe('ltr');
});
