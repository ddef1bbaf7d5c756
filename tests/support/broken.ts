import { db } from '../../db';
import type { Browser } from './browser';
import { newSignedInPerson } from './scenes';
import type { Portrait } from './server';
import { type Heard, message, sendRaw } from './wire';

export const EDGE = 'edgeoftheform';
export const MULTIPART = `multipart/form-data; boundary=${EDGE}`;
export type Fields = [name: string, value: string, more?: string][];

const part = ([name, value, more = '']: Fields[number]) =>
  `--${EDGE}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
export const multipart = (fields: Fields) => `${fields.map(part).join('')}--${EDGE}--\r\n`;

/** What the profile form of a page would send, with a change to see whether it is accepted. */
export function fieldsOf(page: Browser): Fields {
  const fields = [...page.filled('profile', { language: 'de' })] as [string, string | File][];
  return fields.filter((field): field is [string, string] => typeof field[1] === 'string');
}

/** Everything in the database that a request may not change; when a session was last used is not of that. */
export async function everyForm() {
  const { query } = db();
  const sessions = (await query.sessions.findMany()).map(({ lastUsedAt, ...rest }) => rest);
  const [users, events] = [await query.users.findMany(), await query.events.findMany()];
  const recoveryCodes = await query.recoveryCodes.findMany();
  return {
    users: inOrder(users),
    sessions: inOrder(sessions),
    events: inOrder(events),
    recoveryCodes: inOrder(recoveryCodes),
  };
}

/** A database returns rows in whatever order it likes. */
const inOrder = <Row>(rows: Row[]) => rows.sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));

/** Posts to the profile as the browser of the page would, but for what is given. */
export async function post(
  page: Browser,
  headers: Record<string, string | undefined>,
  body: string | Buffer,
  path = '/en/profile',
) {
  const { origin, host } = new URL(page.url);
  const own = {
    origin,
    cookie: await page.jar.getCookieString(origin),
    'content-type': MULTIPART,
  };
  const bytes = typeof body === 'string' ? Buffer.from(body, 'latin1') : body;
  return sendRaw(origin, ...message(`POST ${path}`, { host, ...own, ...headers }, bytes));
}

/** What is asked of every one of them: this answer, the same database, and a server that lives. */
export async function expectRejected(
  portrait: Portrait,
  send: (page: Browser) => Promise<Heard>,
  status: number,
  sentence: string,
) {
  const [page] = await newSignedInPerson(portrait);
  const before = await everyForm();
  const heard = await send(page);
  expect([heard.status, heard.body]).toEqual([status, expect.stringContaining(sentence)]);
  expect(heard.head).toMatch(/^content-security-policy: .*frame-ancestors 'none'/im);
  expect(await everyForm()).toEqual(before);
  expect((await page.fetches('/healthz')).status).toBe(200);
}
