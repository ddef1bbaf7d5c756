import { Browser } from '../support/browser';
import { newSignedInPerson } from '../support/scenes';
import { cookieNameAt, startServer } from '../support/server';

const portrait = startServer();

const themeOf = (page: Browser) => page.document.documentElement.dataset.theme;

async function chooses(page: Browser, theme: string): Promise<Browser> {
  const form = page.filled('theme', {});
  form.append('theme', theme);
  return page.goes(page.url, { method: 'POST', body: form, headers: page.formHeaders() });
}

test('keeps the chosen theme on every page and returns to the page it was chosen on', async () => {
  const [page] = await newSignedInPerson(portrait());
  await page.opens('/en/two-factor');
  expect(themeOf(page)).toBeUndefined();
  await chooses(page, 'dark');
  expect([page.statuses, page.path]).toEqual([[303, 200], '/en/two-factor']);
  expect(themeOf(page)).toBe('dark');
  expect(page.document.querySelector('meta[name=color-scheme]')?.getAttribute('content')).toBe('dark');
  expect(page.document.querySelector('#theme [aria-pressed=true]')?.getAttribute('value')).toBe('dark');
  await page.opens('/en/profile');
  expect(themeOf(page)).toBe('dark');
  await chooses(page, 'system');
  expect(themeOf(page)).toBeUndefined();
});

test('a logged-out visitor can choose too', async () => {
  const page = await new Browser(portrait().url).opens('/ar/sign-in?next=%2Far%2Fprofile');
  await chooses(page, 'contrast');
  expect([themeOf(page), page.path]).toEqual(['contrast', '/ar/sign-in?next=%2Far%2Fprofile']);
});

test('ignores an unknown theme', async () => {
  const page = await new Browser(portrait().url).opens('/en/sign-in');
  await chooses(page, 'light');
  await chooses(page, '"><script>alert(1)</script>');
  expect(themeOf(page)).toBe('light');
});

test.each(['light', 'dark', 'contrast', undefined])('shows a status page in the theme %s', async (theme) => {
  const page = new Browser(
    portrait().url,
    theme ? { cookie: `a=b; ${cookieNameAt(portrait().url, 'portrait-theme')}=${theme}` } : {},
  );
  await page.goes('/en/profile', { method: 'PUT' });
  expect(themeOf(page)).toBe(theme);
});

test('a status page ignores an unknown theme', async () => {
  const page = new Browser(portrait().url, { cookie: `${cookieNameAt(portrait().url, 'portrait-theme')}="><script>` });
  await page.goes('/en/profile', { method: 'PUT' });
  expect(themeOf(page)).toBeUndefined();
});
