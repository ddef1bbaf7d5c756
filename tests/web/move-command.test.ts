import { command, waitForExit } from '../support/command';

const POSTGRES = 'postgres://127.0.0.1:1/portrait';

test.each([
  ['the wrong way round', ['--from', POSTGRES, '--to', 'file:a.db'], 'Use --from file:… and --to postgres://….'],
  ['from what is no database', ['--from', 'a.db', '--to', POSTGRES], '--from must be file: and a path'],
  ['to what is no database', ['--from', 'file:a.db', '--to', 'mysql://a'], '--to must be file: and a path'],
  ['to nowhere', ['--from', 'file:a.db'], "required option '--to <url>'"],
  ['from a missing file', ['--from', 'file:/no/a.db', '--to', POSTGRES], 'The database /no/a.db does not exist.'],
])('npm run move %s is refused with a sentence', async (_, args, sentence) => {
  const refused = await waitForExit(command('move', args, 'file:unused.db'));
  expect(refused).toEqual({ code: 1, out: '', err: expect.stringContaining(sentence) });
  expect(refused.err).not.toContain('DATABASE_URL');
});
