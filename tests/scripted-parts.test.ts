import { createElement, type ReactNode } from 'react';
import { Continue } from '../app/[locale]/people/import/continue';
import { KeepUsername } from '../app/[locale]/sign-in/keep-username';
import { ActionForm } from '../app/ui/form/action-form';
import { PasswordField } from '../app/ui/form/password-field';
import { Menu } from '../app/ui/menu';
import { NoticeBox } from '../app/ui/notice-box';
import type { FormState } from '../lib/web/form';
import { useWindowAndTimers } from './support/dom';

const { page, waits } = useWindowAndTimers();
const press = (element: HTMLElement, key: string) =>
  page().acts(() => element.dispatchEvent(new (page().window.KeyboardEvent)('keydown', { key, bubbles: true })));

describe('a menu', () => {
  async function opened() {
    const summary = createElement('summary', { key: 'summary', tabIndex: 0 }, 'Menu');
    const link = createElement('a', { key: 'link', href: '/' }, 'Settings');
    const { find, leaves } = await page().shows(
      createElement('div', null, createElement(Menu, { name: 'm', children: [summary, link] as ReactNode }), 'beside'),
    );
    const menu = find<HTMLDetailsElement>('details');
    menu.open = true;
    find('a').focus();
    return { menu, find, leaves };
  }
  const pressesOn = (target: Element) =>
    page().acts(() => target.dispatchEvent(new Event('pointerdown', { bubbles: true })));

  test('closes with Escape, and only with that, and has the focus then', async () => {
    const { menu, find } = await opened();
    await press(find('a'), 'ArrowDown');
    expect(menu.open).toBe(true);
    await press(find('a'), 'Escape');
    expect([menu.open, document.activeElement]).toEqual([false, find('summary')]);
  });

  test('closes with a press outside, and not with one inside', async () => {
    const { menu, find } = await opened();
    await pressesOn(find('a'));
    expect(menu.open).toBe(true);
    await pressesOn(document.body);
    expect(menu.open).toBe(false);
  });
});

describe('a notice', () => {
  async function shows(role: 'status' | 'alert' = 'status') {
    const box = { role, at: 'top', className: '', cookie: 'notice=; Max-Age=0', dismiss: 'Dismiss' } as const;
    await page().shows(createElement(NoticeBox, { ...box, children: 'Saved.' }));
    return () => document.querySelector('[data-at]')?.textContent;
  }

  test('deletes its cookie, and goes when it is dismissed or was visible for ten seconds', async () => {
    Object.assign(document, { cookie: 'notice=saved' });
    const dismissed = await shows();
    expect(document.cookie).toBe('');
    await page().acts(() => document.querySelector<HTMLElement>('[data-at] button')?.click());
    expect(dismissed()).toBeUndefined();
    const shown = await shows();
    Object.defineProperty(document, 'hidden', { value: true, configurable: true });
    await waits(60);
    Object.defineProperty(document, 'hidden', { value: false, configurable: true });
    await waits(9);
    expect(shown()).toBe('Saved.');
    await waits(1);
    expect(shown()).toBeUndefined();
  });

  test('stays while it has the focus', async () => {
    const shown = await shows();
    document.querySelector<HTMLElement>('[data-at] button')?.focus();
    await waits(60);
    expect(shown()).toBe('Saved.');
  });

  test('that is a warning stays until another form is sent', async () => {
    const shown = await shows('alert');
    await waits(60);
    expect(shown()).toBe('Saved.');
    await page().acts(() => document.dispatchEvent(new Event('submit')));
    expect(shown()).toBeUndefined();
  });
});

test('a username that was typed is kept for the next language, and for no log-in after that', async () => {
  const fields = ['username', 'password'].map((name) => createElement('input', { key: name, name }));
  const shows = async () => {
    const link = createElement('a', { key: 'link', href: '#', hrefLang: 'de' }, 'Deutsch');
    const form = createElement('form', { key: 'form', id: 'sign-in' }, ...fields);
    const { find } = await page().shows(
      createElement('div', null, form, link, createElement(KeepUsername, { key: 'keep' })),
    );
    return (name: string) => find<HTMLInputElement>(name);
  };
  const first = await shows();
  first('[name=username]').value = 'ada@example.com';
  first('a').click();
  const second = await shows();
  expect([second('[name=username]').value, document.activeElement]).toEqual([
    'ada@example.com',
    second('[name=password]'),
  ]);
  const third = await shows();
  expect([third('[name=username]').value, document.activeElement]).toEqual(['', document.body]);
});

test('an import continues after each step, and not after one that failed', async () => {
  const sent: FormState[] = [];
  const failure = { message: 'Busy.', title: 'Error', typed: {} };
  const action = async () => {
    sent.push(failure);
    return failure;
  };
  const at = (position: number) =>
    createElement(ActionForm, {
      id: 'import',
      action,
      children: createElement(Continue, { form: 'import', position }),
    });
  await page().shows(at(0));
  expect(sent).toHaveLength(0);
  await page().shows(at(500));
  expect(sent).toHaveLength(1);
});

test('a password is shown and hidden by a button that says which, and sent hidden', async () => {
  let answers = (_: FormState) => {};
  const action = () => new Promise<FormState>((resolve) => (answers = resolve));
  const labels = { name: 'password', label: 'Password', show: 'Show it', hide: 'Hide it' };
  const children = createElement(PasswordField, { ...labels, autoComplete: 'new-password' });
  const { find } = await page().shows(createElement(ActionForm, { id: 'secret', action, children }));
  const state = () => [find('input').getAttribute('type'), find('button').getAttribute('aria-label')];
  expect(state()).toEqual(['password', 'Show it']);
  await page().acts(() => find('button').click());
  expect(state()).toEqual(['text', 'Hide it']);
  await page().acts(() => find<HTMLFormElement>('form').requestSubmit());
  expect(state()).toEqual(['password', 'Show it']);
  await page().acts(() => answers(null));
});
