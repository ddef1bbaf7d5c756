import { signsIn, someone } from '../support/scenes';
import { theServer } from '../support/server';

const portrait = theServer();

test('failures are counted over a restart', async () => {
  const { username } = await someone();
  for (let failure = 0; failure < 5; failure++)
    expect((await signsIn(portrait(), username, 'wrong')).alert).toBe('The username or the password is wrong.');
  await portrait().isKilledAndStartsAgain();
  expect((await signsIn(portrait(), username)).alert).toMatch(/^Too many failed tries/);
});
