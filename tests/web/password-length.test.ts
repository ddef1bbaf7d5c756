import { newSignedInPerson } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer({ PASSWORD_MIN_LENGTH: '21' });

test('shows the minimum length that is configured', async () => {
  const [page] = await newSignedInPerson(portrait());
  expect(page.text('#password')).toMatch(/At least 21 characters\..*At least 21 characters/s);
  expect(page.html).not.toContain('15 characters');
});
