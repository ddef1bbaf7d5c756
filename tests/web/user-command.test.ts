import { command, ended } from '../support/command';
import { someone } from '../support/scenes';
import { theServer } from '../support/server';

const portrait = theServer();

const says = (...args: string[]) => ended(command('user', args, portrait().database));

test('enabling and disabling say whether anything has changed', async () => {
  const { username } = await someone();
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
