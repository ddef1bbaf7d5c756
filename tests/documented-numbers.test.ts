import { readFileSync } from 'node:fs';

const WORDS = ['no', 'a', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const FACTORS: Record<string, number> = { SECOND: 1000, MINUTE: 60_000, HOUR: 3_600_000, DAY: 86_400_000 };
const MEGABYTE = 1024 * 1024;
const { SECOND = 0, MINUTE = 0, HOUR = 0, DAY = 0 } = FACTORS;
Object.assign(FACTORS, { KILOBYTE: 1024, MEGABYTE });

const read = (file: string) => readFileSync(file, 'utf8').replace(/\s+/g, ' ');

/** The number in a sentence of a document, in figures or as a word. */
function told(page: string, sentence: string): number {
  const [before = '', after = ''] = sentence.split('#');
  const escaped = [before, after].map((part) => part.replace(/[()|.*]/g, '\\$&')) as [string, string];
  const [, number] = RegExp(`${escaped[0]}(\\d+|${WORDS.join('|')})${escaped[1]}`).exec(read(page)) ?? [];
  if (number === undefined) throw new Error(`${page} doesn't say “${sentence}”`);
  return /\d/.test(number) ? Number(number) : WORDS.indexOf(number);
}

/** The value that a name gets in a source file: a product such as `15 * MINUTE`. */
function given(file: string, name: string): number {
  const [, product] = RegExp(`${name.replace(/[()]/g, '\\$&')}(?: =|:)? ?([\\w *]+)`).exec(read(file)) ?? [];
  if (product === undefined) throw new Error(`${file} has no ${name}`);
  return product.split('*').reduce((value, factor) => {
    const word = factor.trim();
    return value * (FACTORS[word] ?? Number(word.replaceAll('_', '')));
  }, 1);
}

const SECURITY = 'SECURITY.md';
const OPERATIONS = 'docs/operations.md';
const MAIL = 'docs/mail.md';
const SCALING = 'docs/scaling.md';

test.each<[page: string, sentence: string, unit: number, file: string, name: string]>([
  [SECURITY, 'After # failures the account waits', 1, 'lib/rate-limit.ts', 'ACCOUNT: Limit = { free'],
  [SECURITY, 'failures the account waits # seconds', SECOND, 'lib/rate-limit.ts', 'free: 5, firstWait'],
  [SECURITY, 'The code step lasts # minutes', MINUTE, 'lib/sign-in.ts', 'CODE_TICKET_LIFE_MS'],
  [SECURITY, 'A session ends after # days without use', DAY, 'lib/session-expiry.ts', 'IDLE_LIMIT_MS'],
  [SECURITY, 'without use and after # days', DAY, 'lib/session-expiry.ts', 'ABSOLUTE_LIMIT_MS'],
  [SECURITY, '15 to # characters of any kind', 1, 'lib/password.ts', 'PASSWORD_MAX_LENGTH'],
  [SECURITY, 'shown for at most # minutes', MINUTE, 'lib/recovery-codes.ts', 'VIEW_LIFE_MS'],
  [SECURITY, "administrator's own password or a code within the last # minutes", MINUTE, 'lib/confirm.ts', 'LIFE_MS'],
  [SECURITY, 'stored hashed, good for # minutes', MINUTE, 'lib/passkey-challenges.ts', 'CHALLENGE_LIFE_MS'],
  [SECURITY, 'one user, for # hour (password, username)', HOUR, 'lib/links.ts', '{ reset'],
  [SECURITY, 'or # hours (invitation)', HOUR, 'lib/links.ts', 'invitation'],
  [SECURITY, 'takes more than # seconds for the head', SECOND, 'lib/server/http-server.ts', 'headersTimeout'],
  [SECURITY, 'for the head or # minutes for the body', MINUTE, 'lib/server/http-server.ts', 'requestTimeout'],
  [SECURITY, 'Security events are kept for # days', 1, 'lib/activity.ts', 'EVENT_LIFE_DAYS'],
  [OPERATIONS, 'under **Activity**, for # days', 1, 'lib/activity.ts', 'EVENT_LIFE_DAYS'],
  [OPERATIONS, 'Mail waits and is tried again for # days', DAY, 'lib/mail/delivery.ts', 'GIVE_UP_AFTER_MS'],
  [OPERATIONS, 'Each has # minute to finish', MINUTE, 'lib/server/cluster.ts', 'REPLACED_LIMIT_MS'],
  [OPERATIONS, 'one that dies is restarted after # second', SECOND, 'lib/server/cluster.ts', 'RESPAWN_DELAY_MS'],
  [MAIL, 'is retried after # seconds', SECOND, 'lib/mail/delivery.ts', '{ firstMs'],
  [MAIL, 'each time, up to # hours', HOUR, 'lib/mail/delivery.ts', 'longestMs'],
  [MAIL, 'up to four hours, for # days', DAY, 'lib/mail/delivery.ts', 'GIVE_UP_AFTER_MS'],
  [MAIL, 'at most # links an hour', 1, 'lib/link-limits.ts', 'ACCOUNT = perHour('],
  [MAIL, 'for an account, and # from one IP address', 1, 'lib/link-limits.ts', 'ADDRESS = perHour('],
  [SCALING, 'A statement may take # seconds', SECOND, 'db/postgres/connection.ts', 'statement_timeout'],
  [SCALING, 'and a connection #.', SECOND, 'db/postgres/connection.ts', 'connectionTimeoutMillis'],
  [SCALING, 'for up to # seconds, and never commits twice', SECOND, 'db/postgres/transaction.ts', 'OUTCOME_TIMEOUT_MS'],
  ['docs/settings.md', 'PostgreSQL # or later', 1, 'db/postgres/migrate.ts', 'OLDEST_VERSION'],
  ['docs/settings.md', 'SVG file of at most # MB', MEGABYTE, 'lib/app-logo.ts', 'MAX_BYTES'],
  ['docs/applications.md', 'stay published for # days', DAY, 'lib/applications/signing-keys.ts', 'RETIRED_KEY_LIFE_MS'],
  ['README.md', 'An upload of more than # MB is cut off', MEGABYTE, 'lib/server/http-server.ts', 'maxDrainBytes'],
])('%s is right: “%s”', (page, sentence, unit, file, name) => {
  expect(told(page, sentence) * unit).toBe(given(file, name));
});

test('requests in flight get what docs/operations.md says, less a moment to end the processes', () => {
  const [, primary, worker] = /STOP_LIMIT_MS = cluster\.isPrimary \? ([\d_]+) : ([\d_]+)/.exec(
    read('lib/server/cluster.ts'),
  ) as string[];
  const limit = told(OPERATIONS, 'gives requests in flight # seconds') * SECOND;
  expect([primary, worker].map((text) => limit - Number(text?.replace('_', '')))).toEqual([500, 1000]);
});

test('every document and recipe names the same releases of Node.js', () => {
  const { engines } = JSON.parse(read('package.json'));
  const [, least, newer] = /^\^(\d+\.\d+) \|\| >=(\d+)$/.exec(engines.node) as string[];
  for (const page of ['README.md', 'CONTRIBUTING.md'])
    expect([
      page,
      read(page)
        .match(/Node\.js (\S+) or later[ ;(]+(\d+) is recommended/)
        ?.slice(1),
    ]).toEqual([page, [least, newer]]);
  expect(read('.nvmrc').trim()).toBe(newer);
  expect(read('deploy/Dockerfile').match(/node:\d+/g)).toEqual([`node:${newer}`, `node:${newer}`]);
  expect(read('.github/workflows/ci.yml')).toContain(`node: ["${least}", "${newer}"]`);
  expect(read('README.md')).toContain(`fetches Node ${newer} from npm`);
  const pinned = Object.values(JSON.parse(read('bin/node/package.json')).optionalDependencies) as string[];
  expect(pinned.filter((version) => version.split('.', 1)[0] !== newer)).toEqual([]);
});
