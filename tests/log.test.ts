import { readable } from '../lib/adapters/log';

const entry = {
  level: 40,
  time: new Date(2026, 0, 2, 3, 4, 5).getTime(),
  pid: 1,
  hostname: 'h',
  msg: 'a code was refused',
};

test('writes an entry as one line on a terminal, without repetitions', () => {
  expect(readable(JSON.stringify({ ...entry, event: entry.msg, address: '', user: 'anna', status: 403 }))).toBe(
    '03:04:05 WARN a code was refused user="anna" status=403',
  );
});

test('writes a stack trace below its entry', () => {
  const stack = 'Error: broken\n    at here';
  expect(readable(JSON.stringify({ ...entry, err: { message: 'broken', stack } }))).toBe(
    `03:04:05 WARN a code was refused\n${stack}`,
  );
});

test('shows control characters instead of sending them to the terminal', () => {
  expect(readable(JSON.stringify({ ...entry, msg: 'a\x1b[2Jb', path: '\x9b2J' }))).toBe(
    '03:04:05 WARN a\\x1b[2Jb path="\\x9b2J"',
  );
});

test.each([
  ['warn', 'warn'],
  ['', 'info'],
  ['loud', 'info'],
])('with LOG_LEVEL=%j, entries from %s on are logged', async (value, level) => {
  const before = process.env.LOG_LEVEL;
  process.env.LOG_LEVEL = value;
  jest.resetModules();
  const { log } = await import('../lib/adapters/log');
  expect(log.level).toBe(level);
  process.env.LOG_LEVEL = before;
});
