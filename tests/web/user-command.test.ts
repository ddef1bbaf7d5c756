import { command, waitForExit } from '../support/command';
import { newPerson } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();

const says = (...args: string[]) => waitForExit(command('user', args, portrait().database));

test('enabling and disabling say whether anything has changed', async () => {
  const { username } = await newPerson();
  const said = [];
  for (const name of ['enable', 'disable', 'disable', 'enable']) said.push(await says(name, username));
  expect(said).toEqual(
    [
      `${username} is enabled already.\n`,
      `Disabled ${username}.\n`,
      `${username} is disabled already.\n`,
      `Enabled ${username}.\n`,
    ].map((out) => ({ code: 0, out, err: '' })),
  );
});
