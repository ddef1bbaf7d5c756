import { db } from '../../db';
import { command, waitForExit } from '../support/command';
import { useDatabase } from '../support/database';
import { createPerson, findUser } from '../support/people';

const database = useDatabase();

const ADA = 'ada@example.com';
const CREATE = ['create', '--username', ADA, '--company', 'Acme'];
const UNKNOWN = 'no user';

describe('a command that cannot be done says why on stderr, exits 1 and changes nothing:', () => {
  const cases: [string, string[], string, string?][] = [
    [
      'create with a taken username',
      ['create', '--username', 'BOB@example.com', '--company', 'Acme'],
      'That username is taken',
    ],
    ['create without an address', ['create', '--username', 'bob', '--company', 'Acme'], 'must be an email address'],
    ['create without a company', ['create', '--username', ADA], '--company'],
    ['create with an unknown language', [...CREATE, '--language', 'it'], 'language'],
    ['create with an empty role', [...CREATE, '--role', ' '], 'The role must be'],
    ['create with a weak password', [...CREATE, '--password-stdin'], 'Use at least 15 characters', 'short\n'],
    ['create with no password on standard input', [...CREATE, '--password-stdin'], 'password'],
    ['set without an option', ['set', 'bob@example.com'], 'set needs --company, --role or --administrator.'],
    ['set with something else than yes or no', ['set', 'bob@example.com', '--administrator', 'maybe'], 'yes, no'],
    ['set with an empty company', ['set', 'bob@example.com', '--company', ''], "The company's name must be"],
    ['an unknown command', ['promote', 'bob@example.com'], "unknown command 'promote'"],
    ['an unknown option', ['list', '--xml'], "unknown option '--xml'"],
    ['a missing username', ['disable'], "missing required argument 'username'"],
    ...['disable', 'enable', 'reset-password', 'reset-two-factor', 'end-sessions', 'delete'].map(
      (name): [string, string[], string] => [`${name} of nobody`, [name, 'nobody@example.com'], UNKNOWN],
    ),
    ['set of nobody', ['set', 'nobody@example.com', '--role', 'Chief'], UNKNOWN],
  ];
  test.each(cases.map(([name, args, sentence, input = '']) => ({ name, args, sentence, input })))(
    '$name',
    async ({ args, sentence, input }) => {
      const bob = await createPerson('bob');
      const refused = await waitForExit(command('user', args, database().url, { input }));
      expect(refused).toEqual({ code: 1, out: '', err: expect.stringContaining(sentence) });
      expect(await db().query.users.findMany()).toHaveLength(1);
      expect(await findUser(bob.username)).toEqual(bob);
    },
  );
});
