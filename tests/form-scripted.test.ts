import { createElement } from 'react';
import { ActionForm } from '../app/ui/form/action-form';
import { CodeField } from '../app/ui/form/code-field';
import { Field } from '../app/ui/form/field';
import { SubmitButton } from '../app/ui/form/submit-button';
import type { FormState } from '../lib/web/form';
import { useWindowAndTimers } from './support/dom';

const { page, waits } = useWindowAndTimers();

const refusal = (more: Partial<NonNullable<FormState>>): FormState => ({
  message: 'That is wrong.',
  title: 'Error',
  typed: {},
  ...more,
});

const WAIT = { message: 'Too many attempts.', tryAgainIn: 'Try again in {time}' };

let forms = 0;

/** A form whose action answers one after the other; the last answer again and again. */
async function shows(...answers: (FormState | Promise<FormState> | Error)[]) {
  const id = `form${++forms}`;
  const sent: Record<string, unknown>[] = [];
  const action = async (_: FormState, form: FormData) => {
    sent.push(Object.fromEntries(form));
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer instanceof Error) throw answer;
    return (await answer) ?? null;
  };
  const children = [
    createElement(Field, { key: 'name', name: 'name', label: 'Name', defaultValue: 'Ada' }),
    createElement(CodeField, { key: 'code', name: 'code', label: 'Code', kind: 'digits', sends: 'Sends' }),
    createElement(SubmitButton, { key: 'send', children: 'Save' }),
    createElement('button', { key: 'other', type: 'submit', name: 'way', value: 'other' }, 'Other'),
  ];
  const { find, leaves } = await page().shows(
    createElement(ActionForm, { id, action, warnsIfUnsaved: true, children }),
  );
  const button = () => find<HTMLButtonElement>('[type=submit]');
  return {
    sent,
    find,
    leaves,
    button,
    form: () => find<HTMLFormElement>('form'),
    sends: (by = button()) => page().acts(() => by.form?.requestSubmit(by)),
    waits,
    alerts: () => [...find('form').querySelectorAll('[role=alert]')].map((alert) => alert.textContent),
    focused: () => document.activeElement?.getAttribute('name') ?? document.activeElement?.tagName,
  };
}

test('a form that has to wait counts down, and then offers itself again without the refusal', async () => {
  const form = await shows(refusal({ ...WAIT, seconds: 65 }));
  await form.sends();
  expect([form.button().textContent, form.button().disabled]).toEqual(['Try again in 1:05', true]);
  await form.waits(6);
  expect(form.button().textContent).toBe('Try again in 0:59');
  form.find('[name=code]').focus();
  (document.activeElement as HTMLElement).blur();
  await form.waits(59);
  expect([form.button().textContent, form.button().disabled, form.alerts()]).toEqual(['Save', false, []]);
  expect(form.focused()).toBe('name');
});

test('while it has to wait, a form is not sent by any of its buttons', async () => {
  const form = await shows(refusal({ ...WAIT, seconds: 30 }));
  await form.sends();
  await form.sends(form.find<HTMLButtonElement>('[name=way]'));
  expect(form.sent).toHaveLength(1);
});

test('the countdown follows the clock, as after the computer has slept', async () => {
  const form = await shows(refusal({ ...WAIT, seconds: 90 }));
  await form.sends();
  jest.setSystemTime(Date.now() + 80_000);
  await form.waits(1);
  expect(form.button().textContent).toBe('Try again in 0:09');
});

test('what only the browser knows to be wrong is said before sending, once no required field is empty', async () => {
  const form = await shows(refusal({ field: 'code', message: 'Enter the code.' }));
  form.find<HTMLInputElement>('[name=name]').setCustomValidity('The names differ.');
  await form.sends();
  expect([form.sent.length, form.alerts(), form.focused()]).toEqual([1, ['Enter the code.'], 'code']);
  form.find<HTMLInputElement>('[name=code]').value = '12345';
  await form.sends();
  expect([form.sent.length, form.alerts(), form.focused()]).toEqual([1, ['The names differ.'], 'name']);
});

test('a form that is refused for a while again counts down from the new wait', async () => {
  const form = await shows(refusal({ ...WAIT, seconds: 3 }), refusal({ ...WAIT, seconds: 90 }));
  await form.sends();
  await form.waits(3);
  await form.sends();
  expect([form.button().textContent, form.alerts()]).toEqual(['Try again in 1:30', ['Too many attempts.']]);
  await form.waits(1);
  expect(form.button().textContent).toBe('Try again in 1:29');
});

test('a form that is being sent says so, is sent once, and does not keep the user from leaving', async () => {
  let answers = (_: FormState) => {};
  const form = await shows(new Promise<FormState>((resolve) => (answers = resolve)));
  const asks = () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
  form.find<HTMLInputElement>('[name=name]').value = 'Grace';
  expect(asks()).toBe(true);
  await form.sends();
  expect([form.form().getAttribute('aria-busy'), form.button().disabled, asks()]).toEqual(['true', true, false]);
  await form.sends(form.find<HTMLButtonElement>('[name=way]'));
  await page().acts(() => answers(refusal({ field: 'name' })));
  expect([form.form().getAttribute('aria-busy'), form.button().disabled, asks()]).toEqual(['false', false, true]);
  expect(form.sent).toHaveLength(1);
  await form.leaves();
  expect(asks()).toBe(false);
});

test('the value of the pressed button is sent', async () => {
  const form = await shows(null);
  await form.sends(form.find<HTMLButtonElement>('[name=way]'));
  expect(form.sent).toEqual([{ name: 'Ada', code: '', way: 'other' }]);
});

test('a refused code is cleared and has the focus, and what else was typed stays', async () => {
  const form = await shows(refusal({ field: 'code' }));
  form.find<HTMLInputElement>('[name=code]').value = '123456';
  form.find<HTMLInputElement>('[name=name]').value = 'Grace';
  await form.sends();
  const values = ['code', 'name'].map((name) => form.find<HTMLInputElement>(`[name=${name}]`).value);
  expect([...values, form.focused(), document.title]).toEqual(['', 'Grace', 'code', 'Error']);
});

test('without a connection a form says so in the words of the page; another failure says what it is', async () => {
  document.body.dataset.offline = 'The server cannot be reached.';
  document.body.dataset.refused = 'Error: {message}';
  const form = await shows(new TypeError('Failed to fetch'), new Error('It is our fault.'));
  await form.sends();
  expect([...form.alerts(), document.title]).toEqual([
    'The server cannot be reached.',
    'Error: The server cannot be reached.',
  ]);
  await form.sends();
  expect([...form.alerts(), document.title]).toEqual(['It is our fault.', 'Error: It is our fault.']);
});

test('once a form is saved, its fields have what is stored, and the one with the focus has it again', async () => {
  const form = await shows(null);
  form.find<HTMLInputElement>('[name=name]').value = 'Grace';
  const code = form.find<HTMLInputElement>('[name=code]');
  code.value = '1234';
  code.focus();
  await form.sends();
  const values = ['name', 'code'].map((name) => form.find<HTMLInputElement>(`[name=${name}]`).value);
  expect([...values, form.focused(), code.isConnected]).toEqual(['Ada', '', 'code', false]);
});

test('a saved form leaves the focus where it has gone meanwhile', async () => {
  let answers = (_: FormState) => {};
  const form = await shows(new Promise<FormState>((resolve) => (answers = resolve)));
  await form.sends();
  const elsewhere = document.body.appendChild(document.createElement('input'));
  elsewhere.name = 'elsewhere';
  elsewhere.focus();
  await page().acts(() => answers(null));
  expect(form.focused()).toBe('elsewhere');
  elsewhere.remove();
});

test.each([
  ['typed', '123456', 'insertText', 1],
  ['pasted in two groups', '123 456', 'insertFromPaste', 1],
  ['filled in by a password manager', '123456', undefined, 0],
  ['of which one is missing', '12345', 'insertText', 0],
  ['with one more', '1234567', 'insertFromPaste', 0],
])('six digits %s (%s, %s) are sent by themselves %i times', async (_, value, inputType, times) => {
  const form = await shows(null);
  const field = form.find<HTMLInputElement>('[name=code]');
  await page().acts(() => {
    field.value = value;
    const { InputEvent } = page().window;
    field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType, data: value.at(-1) }));
  });
  expect(form.sent).toHaveLength(times);
});
