import fc from 'fast-check';
import { equalSecrets } from '../lib/equal-secrets';

test('two secrets are equal only if they are the same text, whatever their lengths and characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (one, other) => {
      expect(equalSecrets(one, other)).toBe(one === other);
      expect(equalSecrets(one, one)).toBe(true);
    }),
  );
});

test('secrets with equally many characters but different bytes differ and do not throw', () => {
  expect(equalSecrets('a'.repeat(43), `${'a'.repeat(42)}é`)).toBe(false);
});
