import { log, readable } from '../lib/adapters/log';
import { routeConsoleToLog } from '../lib/server/next-internals';
import { type RequestContext, runInContext } from '../lib/web/request-context';

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

test('what Next prints while it handles a request is one line of the log, without the secrets of an address', () => {
  const printed = jest.spyOn(console, 'error').mockImplementation();
  const warned = jest.spyOn(log, 'warn').mockImplementation();
  routeConsoleToLog();
  const context = { reference: 'abcd-1234', path: '/en/set-password?token=secret' } as RequestContext;
  runInContext(context, () => console.error('⨯', new Error('broken\n    at somewhere')));
  expect(warned.mock.calls).toEqual([[{ request: 'abcd-1234', path: '/en/set-password', message: 'broken' }, 'next']]);
  expect(printed).not.toHaveBeenCalled();
  console.error('not in a request');
  expect(printed).toHaveBeenCalledWith('not in a request');
  warned.mockRestore();
});
