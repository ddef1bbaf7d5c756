import type { Page } from 'playwright-core';
import { LOCALES } from '../../lib/i18n/locales';
import { choosesQuarters, onTheirProfile, saves } from '../support/avatar-page';
import { quartersOf } from '../support/avatars';
import { useChromium } from '../support/chromium';
import { CATALOGUES } from '../support/messages';
import { findUser, PASSWORD } from '../support/people';
import { startServer } from '../support/server';
import { until } from '../support/until';

const portrait = startServer();
const opens = useChromium();

const bar = (page: Page) => page.locator('[data-unsaved]');

/** Whether the bar is at the bottom of the window, and nothing covers its buttons. */
const isWhole = (page: Page) =>
  bar(page).evaluate((bar) => {
    const reacts = [...bar.querySelectorAll('button')].map((button) => {
      const { left, top, width, height } = button.getBoundingClientRect();
      return button.contains(document.elementFromPoint(left + width / 2, top + height / 2));
    });
    return [bar.getBoundingClientRect().bottom === innerHeight, ...reacts];
  });

test.each([1280, 320])('changes of the profile stay in a bar, at %i pixels, until discarded', async (width) => {
  const [page, { username }] = await onTheirProfile(opens, portrait(), { viewport: { width, height: 640 } });
  expect(await bar(page).count()).toBe(0);
  await page.fill('#profile [name=username]', `${username}x`);
  await page.fill('#profile [name=currentPassword]', PASSWORD);
  await page.selectOption('#profile [name=language]', 'fr');
  await bar(page).locator('[aria-live=polite]', { hasText: 'Unsaved changes' }).waitFor();
  expect(await isWhole(page)).toEqual([true, true, true]);
  await choosesQuarters(page);
  await bar(page).getByRole('button', { name: 'Discard' }).click();
  await bar(page).waitFor({ state: 'detached' });
  await page.waitForSelector('[name=avatarSquare]', { state: 'detached' });
  const values = ['username', 'currentPassword', 'language', 'avatar'].map((name) =>
    page.inputValue(`#profile [name=${name}]`),
  );
  expect(await Promise.all(values)).toEqual([username, '', 'en', '']);
  await page.waitForSelector('#profile [type=submit]:focus');
});

test('discarding also keeps a picture that was to be removed', async () => {
  const [page, user] = await onTheirProfile(opens, portrait());
  await choosesQuarters(page);
  await saves(page);
  await page.check('#profile [name=removeAvatar]');
  await bar(page).getByRole('button', { name: 'Discard' }).click();
  expect(await page.isChecked('#profile [name=removeAvatar]')).toBe(false);
  await bar(page).waitFor({ state: 'detached' });
  await page.selectOption('#profile [name=language]', 'de');
  await bar(page).getByRole('button', { name: 'Change' }).click();
  await page.waitForURL('**/de/profile');
  expect((await findUser(user.username)).avatarVersion).not.toBeNull();
});

test('the bar never covers what has the focus', async () => {
  const [page] = await onTheirProfile(opens, portrait(), { viewport: { width: 320, height: 640 } });
  await page.selectOption('#profile [name=language]', 'fr');
  await bar(page).waitFor();
  const covered = await page.$$eval('main :is(input, select, button, a, summary)', (all) =>
    all
      .filter((element) => {
        if (!element.checkVisibility() || element.closest('[data-unsaved]')) return false;
        scrollBy(0, element.getBoundingClientRect().bottom - innerHeight + 1); // into the bar, as the next one by Tab may be
        (element as HTMLElement).focus();
        const bar = document.querySelector('[data-unsaved]')?.getBoundingClientRect();
        return element.getBoundingClientRect().bottom > (bar?.top ?? 0);
      })
      .map(({ outerHTML }) => outerHTML),
  );
  expect(covered).toEqual([]);
});

test.each([390, 375, 320])("the bar's buttons share a row in every language, at %i pixels", async (width) => {
  const [page] = await onTheirProfile(opens, portrait(), { viewport: { width, height: 640 } });
  await page.selectOption('#profile [name=language]', 'fr');
  await bar(page).getByRole('button', { name: 'Discard' }).waitFor();
  const texts = LOCALES.map((locale) =>
    ['unsaved', 'submit', 'discard'].map((key) => CATALOGUES[locale].get(`profile.${key}`)),
  );
  const rows = await bar(page).evaluate(
    (bar, texts) =>
      texts.map(([unsaved = '', ...labels]) => {
        const [change, discard] = [...bar.querySelectorAll('button')];
        bar.querySelector('p')?.replaceChildren(unsaved);
        change?.replaceChildren(labels[0] ?? '');
        discard?.replaceChildren(labels[1] ?? '');
        return change?.offsetTop === discard?.offsetTop;
      }),
    texts,
  );
  expect(rows).toEqual(LOCALES.map(() => true));
});

test('a form that is changed back, or saved, has no unsaved changes', async () => {
  const [page, { username }] = await onTheirProfile(opens, portrait());
  await page.fill('#profile [name=username]', `${username}x`);
  await bar(page).waitFor();
  await page.fill('#profile [name=username]', username);
  await bar(page).waitFor({ state: 'detached' });
  await page.selectOption('#profile [name=language]', 'de');
  await bar(page).getByRole('button', { name: 'Change' }).click();
  await page.waitForURL('**/de/profile');
  await page.waitForSelector('main [role=status]');
  await bar(page).waitFor({ state: 'detached' });
});

test('saving the password keeps changes of the profile made before and while saving, except the current password', async () => {
  const [page, { username }] = await onTheirProfile(opens, portrait(), { viewport: { width: 900, height: 500 } });
  const newPassword = 'seven quiet lighthouses';
  await page.fill('#profile [name=username]', `${username}x`);
  await page.fill('#profile [name=currentPassword]', PASSWORD);
  await page.fill('#password [name=currentPassword]', PASSWORD);
  for (const name of ['newPassword', 'confirmPassword']) await page.fill(`#password [name=${name}]`, newPassword);
  await page.route('**/en/profile', async (route) => {
    await page.selectOption('#profile [name=language]', 'fr');
    await route.continue();
  });
  await page.focus('#password [type=submit]');
  const topOf = () => page.$eval('#password [type=submit]', (button) => button.getBoundingClientRect().top);
  const top = await topOf();
  await page.keyboard.press('Enter');
  await page.waitForSelector('main [role=status]');
  await page.unroute('**/en/profile');
  await page.waitForSelector('#password [type=submit]:focus');
  expect(await topOf()).toBe(top);
  expect(await page.inputValue('#password [name=newPassword]')).toBe('');
  expect(await page.inputValue('#profile [name=currentPassword]')).toBe('');
  await page.fill('#profile [name=currentPassword]', newPassword);
  await bar(page).getByRole('button', { name: 'Change' }).click();
  await page.waitForURL('**/fr/profile');
  await page.waitForSelector('main [role=status]');
  expect((await findUser(`${username}x`)).language).toBe('fr');
});

test('a chosen picture stays when the password is saved, and then a typed password when the picture is', async () => {
  const [page, { id }] = await onTheirProfile(opens, portrait());
  await choosesQuarters(page);
  await page.fill('#password [name=currentPassword]', PASSWORD);
  for (const name of ['newPassword', 'confirmPassword'])
    await page.fill(`#password [name=${name}]`, 'seven quiet lighthouses');
  await page.click('#password [type=submit]');
  await page.getByText('Your password has been changed.').waitFor();
  await page.fill('#password [name=newPassword]', 'typed later');
  await page.click('#profile [type=submit]');
  await page.waitForSelector('[name=avatarSquare]', { state: 'detached' });
  await page.waitForFunction(
    (path) => [...document.querySelectorAll('img')].every(({ src }) => !src.includes(path)),
    `/avatars/${id}/initials`,
  );
  expect(await page.inputValue('#password [name=newPassword]')).toBe('typed later');
});

test('a refused change stays unsaved: the bar stays, leaving asks, and it can be discarded', async () => {
  const [page, { username }] = await onTheirProfile(opens, portrait());
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    return dialog.dismiss();
  });
  await page.fill('#profile [name=username]', 'nobody');
  await bar(page).getByRole('button', { name: 'Change' }).click();
  await page.waitForSelector('#profile [name=username][aria-invalid=true]');
  await bar(page).waitFor();
  await page.click('body > div > nav a[href$="/sessions"]');
  await until(() => asked.length > 0);
  expect(asked).toEqual(['beforeunload']);
  await bar(page).getByRole('button', { name: 'Discard' }).click();
  await bar(page).waitFor({ state: 'detached' });
  expect(await page.inputValue('#profile [name=username]')).toBe(username);
});

test('a picture is shown round in both sizes and saved beside its crop', async () => {
  const [page, user] = await onTheirProfile(opens, portrait());
  await choosesQuarters(page);
  for (let press = 0; press < 40; press++) await page.getByRole('application').press('+');
  for (let press = 0; press < 40; press++) await page.getByRole('application').press('ArrowLeft');
  const previews = page.locator('#profile [aria-hidden] > .rounded-full:has(> img[src^="blob:"])');
  const sizes = await previews.evaluateAll((all) =>
    all.map(({ clientWidth, clientHeight }) => [clientWidth, clientHeight]),
  );
  expect(sizes).toEqual([
    [96, 96],
    [32, 32],
  ]);
  await page.getByRole('button', { name: 'Use this picture' }).click();
  await page.waitForSelector('main [role=status]');
  expect((await quartersOf(user)).slice(0, 2)).toEqual(['lime', 'lime']);
  await bar(page).waitFor({ state: 'detached' });
});
