import { changedFields, fileField, isTicked, textField } from '../lib/web/form-fields';

test('a value that is cut within a character can still be part of an address', () => {
  const form = new FormData();
  form.set('company', `${'a'.repeat(4095)}😀`);
  expect(encodeURIComponent(textField(form, 'company'))).toHaveLength(4095 + '%EF%BF%BD'.length);
});

test('a field that a form lacks was not changed, and one that it has and shows otherwise was', () => {
  const form = new FormData();
  form.set('company', '');
  form.set('role', 'Pilot');
  const shown = { company: 'Acme', role: 'Pilot', language: 'en' };
  expect(changedFields(form, ['company', 'role', 'language'], shown)).toEqual({ company: '' });
});

test('no file is chosen if a file without a name and bytes is sent', () => {
  const form = new FormData();
  form.set('none', new File([], ''));
  form.set('nameless', new File(['x'], ''));
  form.set('empty', new File([], 'empty.png'));
  form.set('text', 'me.png');
  const chosen = ['none', 'nameless', 'empty', 'text', 'missing'].map((name) => fileField(form, name)?.size);
  expect(chosen).toEqual([undefined, 1, 0, undefined, undefined]);
});

test('a box is ticked whatever its value, and an action that is called with anything has no fields', () => {
  const form = new FormData();
  form.set('box', '');
  expect([isTicked(form, 'box'), isTicked(form, 'other')]).toEqual([true, false]);
  expect([isTicked('box' as never, 'box'), textField(undefined as never, 'box')]).toEqual([false, '']);
});
