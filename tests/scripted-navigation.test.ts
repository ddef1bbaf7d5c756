import { AppRouterContext } from 'next/dist/shared/lib/app-router-context.shared-runtime';
import { PathnameContext } from 'next/dist/shared/lib/hooks-client-context.shared-runtime';
import { createElement, type ReactNode } from 'react';
import { Switch } from '../app/[locale]/two-factor/switch';
import { Failure } from '../app/ui/failure';
import { LanguageList } from '../app/ui/language-list';
import { RememberTimeZone } from '../app/ui/remember-time-zone';
import { useWindow } from './support/dom';

const page = useWindow();

/** What Next's router was asked to do. */
let asked: unknown[][];
beforeEach(() => {
  asked = [];
});
const router = {
  push: (...to: unknown[]) => void asked.push(['push', ...to]),
  refresh: () => void asked.push(['refresh']),
};

const within = (children: ReactNode, path = '/en/profile') =>
  createElement(
    AppRouterContext.Provider,
    { value: router as never },
    createElement(PathnameContext.Provider, { value: path }, children),
  );

const clicks = (element: HTMLElement, more: object = {}) =>
  page().acts(() => {
    const click = new (page().window.MouseEvent)('click', { bubbles: true, cancelable: true, ...more });
    element.addEventListener('click', (event) => event.preventDefault(), { once: true }); // jsdom follows no link
    element.dispatchEvent(click);
  });

test('a language opens in place, and with a modifier key where the browser opens it', async () => {
  const languages = [
    { href: '/en/sign-in', lang: 'en', name: 'English', isCurrent: true },
    { href: '/de/sign-in', lang: 'de', name: 'Deutsch', isCurrent: false },
  ];
  const { find } = await page().shows(within(createElement(LanguageList, { languages })));
  for (const key of ['ctrlKey', 'metaKey', 'shiftKey', 'altKey']) await clicks(find('[lang=de]'), { [key]: true });
  expect(asked).toEqual([]);
  await clicks(find('[lang=de]'));
  expect(asked).toEqual([['push', '/de/sign-in']]);
  const current = ['en', 'de'].map((lang) => find(`[lang=${lang}]`).getAttribute('aria-current'));
  expect(current).toEqual(['true', null]);
});

test.each([true, false])('a switch that is on (%s) says so, and opens its steps without scrolling', async (isOn) => {
  const texts = { href: '/en/two-factor', label: 'Enable 2FA', state: 'State' };
  const { find } = await page().shows(within(createElement(Switch, { ...texts, isOn })));
  expect(find('[role=switch]').getAttribute('aria-checked')).toBe(`${isOn}`);
  await page().acts(() => find('[role=switch]').click());
  expect(asked).toEqual([['push', '/en/two-factor', { scroll: false }]]);
});

describe('the time zone', () => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const remembers = (shown: string, hasTimes: boolean) =>
    page().shows(
      within(createElement(RememberTimeZone, { shown, hasTimes, start: 'zone=', end: '; Path=/; Max-Age=60' })),
    );
  beforeEach(() => {
    Object.assign(document, { cookie: 'zone=; Path=/; Max-Age=0' });
  });

  test('that a page already knows is left as it is', async () => {
    await remembers(zone, true);
    expect([document.cookie, asked]).toEqual(['', []]);
  });

  test.each([
    [true, [['refresh']]],
    [false, []],
  ])('is stored, and a page is shown again if it has times: %s', async (hasTimes, expected) => {
    await remembers('Antarctica/Troll', hasTimes);
    expect([document.cookie, asked]).toEqual([`zone=${zone}`, expected]);
  });
});

describe('a page that fails', () => {
  const state = { isBroken: true };
  const Part = () => {
    if (state.isBroken) throw new Error('broken');
    return 'all is well';
  };
  const texts = { sentence: 'It is our fault.', again: 'Try again', support: null };
  const failing = (path?: string) => within(createElement(Failure, { ...texts, children: createElement(Part) }), path);

  let logged: jest.SpyInstance;
  beforeEach(() => {
    state.isBroken = true;
    logged = jest.spyOn(console, 'error').mockReturnValue();
  });
  afterEach(() => logged.mockRestore());

  test('says so, and is loaded again on request', async () => {
    const { find } = await page().shows(failing());
    expect(find('[role=alert] p').textContent).toBe('It is our fault.');
    state.isBroken = false;
    await page().acts(() => find('button').click());
    expect([asked, document.body.textContent]).toEqual([[['refresh']], 'all is well']);
  });

  test('gives way to another page, and not to the same one', async () => {
    const { find, renders } = await page().shows(failing('/en/profile'));
    state.isBroken = false;
    await renders(failing('/en/profile'));
    expect(find('[role=alert] p').textContent).toBe('It is our fault.');
    await renders(failing('/en/sessions'));
    expect(document.body.textContent).toBe('all is well');
  });
});
