import { useChromium } from '../support/chromium';
import { newPerson } from '../support/scenes';
import { startServer } from '../support/server';
import { walk } from '../support/walk';

const portrait = startServer();
const opens = useChromium();

/** What a password manager needs to fill a form, and to save what is new (the HTML standard, "Autofill"). */
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

/** Fields without a label, and labels that are not in sight though their field is. */
const unnamed = () =>
  [...document.querySelectorAll<HTMLInputElement>('input:not([type=hidden], [hidden]), select')]
    .filter((field) => field.checkVisibility() && ![...(field.labels ?? [])].some((label) => label.checkVisibility()))
    .map((field) => field.outerHTML);

const titles = () => [document.querySelectorAll('h1').length, document.querySelectorAll('main').length];

test('every password form tells a password manager what its fields are, every field has a label in sight, and every page one heading', async () => {
  const page = await opens({ reducedMotion: 'reduce' });
  const seen: Record<string, string[]> = {};
  await walk(portrait(), page, {}, async (state) => {
    Object.assign(seen, Object.fromEntries(await page.evaluate(tokens)));
    expect([state, await page.evaluate(unnamed)]).toEqual([state, []]);
    expect([state, await page.evaluate(titles)]).toEqual([state, [1, 1]]);
  });
  expect(seen).toEqual(PASSWORD_FORMS);
});

test('a username is kept together in a page that runs from right to left', async () => {
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
