import Sqlite from 'better-sqlite3';
import { hasPasskey } from '../../db/passkeys';
import { findSecurity } from '../../db/security';
import { findSession, listSessions } from '../../db/sessions';
import { listActivity } from '../../lib/activity';
import { expiryLimits } from '../../lib/session-expiry';
import { useDatabase } from '../support/database';

useDatabase();

const userId = 'alice';

/** What pages ask for. SQLite may compile a query with a bare parameter after `=` again for each run. */
const QUESTIONS: Record<string, () => Promise<unknown>> = {
  'the session': () => findSession('value'),
  'security at a glance': () => findSecurity({ userId, thisLogin: 0, ...expiryLimits() }),
  'the list of sessions': () => listSessions(userId, { firstId: 'this', limit: 100, ...expiryLimits() }),
  'the list of events': () => listActivity(userId),
  'the list of security events': () => listActivity(userId, undefined, { isSecurityOnly: true }),
  'whether there is a passkey': () => hasPasskey(userId),
};

test.each(Object.keys(QUESTIONS))('the query for %s is compiled once', async (name) => {
  const prepare = jest.spyOn(Sqlite.prototype, 'prepare');
  await QUESTIONS[name]?.();
  await QUESTIONS[name]?.();
  const queries = prepare.mock.calls.map(([text]) => text);
  prepare.mockRestore();
  expect(queries).toHaveLength(1);
  expect(queries).not.toContainEqual(expect.stringMatching(/= \?/));
});
