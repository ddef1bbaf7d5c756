import { once } from 'node:events';
import { createServer } from 'node:net';
import { command, waitForExit } from '../support/command';
import { newDatabase } from '../support/database';
import { launchServer } from '../support/server';

test.each([
  [
    'ADMIN_PASSWORD',
    'short',
    /^ADMIN_PASSWORD cannot be used: The new password is too short. Use at least 15 characters/m,
  ],
  ['ADMIN_USERNAME', 'root', /^ADMIN_USERNAME cannot be used: The username must be an email address/m],
  ['LOG_LEVEL', 'loud', /^LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent, not "loud"\.$/m],
  ['PORT', '99999', /^PORT must be a whole number from 1 to 65535, not "99999"\.$/m],
])('a wrong %s stops the start with a sentence that names it', async (name, value, sentence) => {
  const started = launchServer({ [name]: value });
  await expect(started).rejects.toThrow(sentence);
  await expect(started).rejects.not.toThrow(/\n\s+at /);
});

test.each(['1', '3'])('a port that another program uses is said once, by %s server processes', async (processes) => {
  const another = createServer().listen(0, '127.0.0.1');
  await once(another, 'listening');
  const { port } = another.address() as { port: number };
  const database = await newDatabase();
  const env = { WEB_CONCURRENCY: processes, PORT: `${port}` };
  const { code, err } = await waitForExit(command('server', [], database.url, { env }));
  another.close();
  await database.remove();
  expect([code, err]).toEqual([1, `PORT ${port} is in use by another program; choose another one.\n`]);
});
