import type { BrowserContextOptions, Page } from 'playwright-core';
import arabic from '../../messages/ar.json';
import { axeFindings } from '../support/axe';
import { signInInBrowser, useChromium } from '../support/chromium';
import { codeFields, notOne, overlapping, passwordForms, tooSmall, undescribed } from '../support/fields';
import { createSession } from '../support/people';
import { cutOff, joinedSentences, NARROW, tooWideWithLargeText, tornWithLargeText, untidy } from '../support/reflow';
import { newPerson } from '../support/scenes';
import { startServer } from '../support/server';
import { type Way, walk } from '../support/walk';

const portrait = startServer();
const opens = useChromium();

/** Finds what is wrong with a page in one of its states. */
type Check = (page: Page) => Promise<string[]>;

const LIGHT: Parameters<Page['emulateMedia']>[0] = {
  colorScheme: 'light',
  contrast: 'no-preference',
  forcedColors: 'none',
};

const inColours =
  (media: typeof LIGHT, theme = ''): Check =>
  async (page) => {
    const setTheme = (theme: string) =>
      page.evaluate((theme) => {
        const { dataset } = document.documentElement;
        if (theme) dataset.theme = theme;
        else delete dataset.theme;
      }, theme);
    if (theme) await setTheme(theme);
    await page.emulateMedia({ ...LIGHT, ...media });
    const found = await axeFindings(page, { onlyColours: true });
    await page.emulateMedia(LIGHT);
    if (theme) await setTheme('');
    return found;
  };

const mouseHints: Check = (page) =>
  page
    .getByText(arabic.avatar.drop)
    .or(page.getByText(arabic.avatar.areaHint))
    .filter({ visible: true })
    .allTextContents();

const reflow = { 'nothing is cut off, and nothing scrolls sideways, at 320 pixels': cutOff };

/** Languages: English, from right to left, long words, long words in another script, a script without spaces. */
const WALKS: [name: string, way: Way, options: BrowserContextOptions, checks: Record<string, Check>][] = [
  [
    'in English',
    { locale: 'en' },
    { colorScheme: 'light' },
    {
      'axe-core finds nothing wrong': axeFindings,
      'axe-core finds nothing wrong with dark colours': inColours({ colorScheme: 'dark' }),
      'axe-core finds nothing wrong with the colours of more contrast, by the system': inColours({ contrast: 'more' }),
      'axe-core finds nothing wrong with forced colours': inColours({ forcedColors: 'active' }),
      'axe-core finds nothing wrong with the colours of the theme of high contrast, dark': inColours(
        { colorScheme: 'dark' },
        'contrast',
      ),
      'every field has a visible label, and every hint a field': undescribed,
      'each page has one heading and one main part': notOne,
      'nothing scrolls sideways with text twice as large': tooWideWithLargeText,
      'no title, label or button breaks within a word with text twice as large': tornWithLargeText,
      ...reflow,
    },
  ],
  [
    'in Arabic, dark, on a phone',
    { locale: 'ar', theme: 'dark' },
    { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true },
    {
      'axe-core finds nothing wrong': axeFindings,
      'every control is at least 44 pixels wide and high for a finger': tooSmall,
      'no two controls share pixels': overlapping,
      'hints for a mouse are hidden': mouseHints,
      'icons keep their shape, and a lone button fills its line': untidy,
      ...reflow,
    },
  ],
  [
    'in German, with the theme of high contrast, dark',
    { locale: 'de', theme: 'contrast' },
    { colorScheme: 'dark' },
    {
      'nothing scrolls sideways with text twice as large': tooWideWithLargeText,
      ...reflow,
    },
  ],
  ['in Russian', { locale: 'ru' }, { viewport: NARROW }, reflow],
  [
    'in Japanese',
    { locale: 'ja' },
    { viewport: NARROW },
    { ...reflow, 'no space follows the end of a sentence': joinedSentences },
  ],
];

/** A walk that reached no state would find no faults. */
const STATES = 37;

/**
 * What password managers need to fill a form and to save a new password (the HTML standard, "Autofill"), and what phones
 * need for a code. The forms have it in every state.
 */
const FIELDS = [
  'sign-in: username webauthn, current-password',
  'profile: username, current-password',
  'password: username, current-password, new-password, new-password',
  'two-factor-start: username, current-password',
  'two-factor-confirm: numeric, one-time-code',
  'sign-in-code: numeric, one-time-code',
  'two-factor-disable: numeric, one-time-code',
  'two-factor-disable: text, off', // for a recovery code
  'recovery-codes-renew: numeric, one-time-code',
];

describe.each(WALKS)('on a walk through every page and state %s', (_, way, options, checks) => {
  const states: string[] = [];
  const found = Object.fromEntries(Object.keys(checks).map((name) => [name, [] as [string, string[]][]]));
  const fields = new Set<string>();

  beforeAll(async () => {
    const page = await opens({ ...options, reducedMotion: 'reduce' });
    await walk(portrait(), page, way, async (state) => {
      states.push(state);
      for (const [name, check] of Object.entries(checks)) found[name]?.push([state, await check(page)]);
      for (const form of [await passwordForms(page), await codeFields(page)])
        for (const [id, names] of Object.entries(form)) fields.add(`${id}: ${names.join(', ')}`);
    });
  });

  test('every state is reached', () => {
    expect(states).toHaveLength(STATES);
  });

  test.each(Object.keys(checks))('%s', (name) => {
    expect(found[name]?.filter(([, faults]) => faults.length > 0)).toEqual([]);
  });

  test('password managers and phones know what each field is for', () => {
    expect([...fields].sort()).toEqual(FIELDS.toSorted());
  });
});

test('no button covers a device with text twice as large, at 320 pixels', async () => {
  const user = await newPerson();
  await createSession(user);
  const page = await opens({ viewport: { width: 320, height: 640 } });
  await signInInBrowser(page, portrait(), user.username, '/de/sessions');
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '200%';
  });
  const [button, device] = ['#session-end button', 'li:has(form) > p > bdi'].map((selector) =>
    page.locator(`main ${selector}`).evaluate((element) => element.getBoundingClientRect()),
  );
  expect((await button)?.top).toBeGreaterThanOrEqual((await device)?.bottom ?? 0);
});
