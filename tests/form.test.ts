import type { JSDOM } from 'jsdom';
import { createElement, Fragment } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { ActionForm } from '../app/ui/form/action-form';
import { CheckboxField } from '../app/ui/form/checkbox-field';
import { CodeField } from '../app/ui/form/code-field';
import { Field, LanguageField } from '../app/ui/form/field';
import { PasswordField } from '../app/ui/form/password-field';
import { SubmitButton } from '../app/ui/form/submit-button';
import { LANGUAGES } from '../lib/i18n/locales';
import type { FormState } from '../lib/web/form';
import { loadOnce } from './support/shared';

const TYPED = { username: 'nobody', language: 'ja', administrator: 'on', password: 'secret', code: '123456' };

/** One field of each kind, as the server sends them. */
async function shows(refusal: Partial<FormState> = null): Promise<Document> {
  const fields = [
    createElement(Field, { name: 'username', label: 'Username', hint: 'An address', defaultValue: 'a@example.com' }),
    createElement(LanguageField, {
      name: 'language',
      label: 'Language',
      options: LANGUAGES,
      saved: 'en',
      defaultValue: 'en',
    }),
    createElement(CheckboxField, {
      name: 'administrator',
      label: 'Administrator',
      hint: 'Can see all',
      isSaved: false,
      isChecked: false,
    }),
    createElement(PasswordField, {
      name: 'password',
      label: 'Password',
      hint: 'Yours',
      autoComplete: 'current-password',
      show: 'Show',
      hide: 'Hide',
    }),
    createElement(CodeField, { name: 'code', label: 'Code', hint: 'Six digits', kind: 'digits' }),
    createElement(SubmitButton, null, 'Save'),
  ];
  const refusedBefore = refusal && { message: 'That is wrong.', title: 'Error', typed: TYPED, ...refusal };
  const children = createElement(Fragment, null, ...fields);
  const form = createElement(ActionForm, { id: 'form', action: async () => null, refusedBefore, children });
  const { JSDOM: Dom } = await loadOnce<{ JSDOM: typeof JSDOM }>('jsdom');
  return new Dom(renderToStaticMarkup(form)).window.document;
}

const NAMES = ['username', 'language', 'administrator', 'password', 'code'] as const;
const field = (page: Document, name: string) =>
  page.querySelector<HTMLInputElement>(`[name=${name}]`) as HTMLInputElement;
const descriptions = (page: Document, name: string) =>
  (field(page, name).getAttribute('aria-describedby') ?? '')
    .split(' ')
    .map((id) => page.getElementById(id)?.textContent);

test('every field has its label and its hint', async () => {
  const page = await shows();
  const told = NAMES.map((name) => [field(page, name).labels?.[0]?.textContent, ...descriptions(page, name)]);
  expect(told).toEqual([
    ['Username', 'An address'],
    ['Language', undefined],
    ['AdministratorCan see all', 'Can see all'],
    ['Password', 'Yours'],
    ['Code', 'Six digits'],
  ]);
  expect(page.querySelector('[aria-invalid=true], [role=alert], [autofocus]')).toBeNull();
});

test.each(NAMES)('a refusal of %s is shown at that field alone, which has the focus', async (name) => {
  const page = await shows({ field: name });
  const invalid = [...page.querySelectorAll('[aria-invalid=true]')].map((element) => element.getAttribute('name'));
  expect(invalid).toEqual([name]);
  expect(descriptions(page, name)[0]).toBe('That is wrong.');
  expect([...page.querySelectorAll('[role=alert]')].map(({ textContent }) => textContent)).toEqual(['That is wrong.']);
  expect([...page.querySelectorAll('[autofocus]')].map((element) => element.getAttribute('name'))).toEqual([name]);
});

test('a refusal of no field is shown above the form, and has the focus', async () => {
  const page = await shows({});
  const alert = page.querySelector('[role=alert]');
  expect(alert?.textContent).toBe('That is wrong.');
  expect(alert?.hasAttribute('autofocus')).toBe(true);
  expect(page.querySelectorAll('[aria-invalid=true], [autofocus]')).toHaveLength(1);
  expect(page.querySelector('title')?.textContent).toBe('Error');
});

test('a refusal that one field can correct is shown above the form, and describes that field', async () => {
  const page = await shows({ field: 'password', isAboutForm: true });
  expect(page.querySelectorAll('[role=alert]')).toHaveLength(1);
  expect(descriptions(page, 'password')).toEqual(['That is wrong.', 'Yours']);
  expect(field(page, 'password').hasAttribute('autofocus')).toBe(true);
});

test('a refused form keeps what was typed, except passwords and codes', async () => {
  const page = await shows({ field: 'username' });
  const kept = ['username', 'language', 'password', 'code'].map((name) => field(page, name).value);
  expect([...kept, field(page, 'administrator').checked]).toEqual(['nobody', 'ja', '', '', true]);
  const unticked = await shows({ field: 'username', typed: { ...TYPED, administrator: '' } });
  expect(field(unticked, 'administrator').checked).toBe(false);
});

test('a form that has to wait can be sent without JavaScript, where nothing could enable it again', async () => {
  const page = await shows({ seconds: 30, tryAgainIn: 'Try again in {time}' });
  expect(page.querySelector('button[type=submit]')?.hasAttribute('disabled')).toBe(false);
  expect(page.querySelector('button[type=submit]')?.textContent).toBe('Save');
});
