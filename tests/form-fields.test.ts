import { textField } from '../lib/web/form-fields';

test('a value that is cut within a character can still be part of an address', () => {
  const form = new FormData();
  form.set('company', `${'a'.repeat(4095)}😀`);
  expect(encodeURIComponent(textField(form, 'company'))).toHaveLength(4095 + '%EF%BF%BD'.length);
});
