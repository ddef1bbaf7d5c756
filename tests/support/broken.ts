import { db } from '../../db';
import type { Browser } from './browser';
import { recordedEvents } from './events';
import { newSignedInPerson } from './scenes';
import type { Portrait } from './server';
import { type Heard, message, sendRaw } from './wire';

export const EDGE = 'edgeoftheform';
export const MULTIPART = `multipart/form-data; boundary=${EDGE}`;
export type Fields = [name: string, value: string, more?: string][];

const part = ([name, value, more = '']: Fields[number]) =>
  `--${EDGE}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
export const multipart = (fields: Fields) => `${fields.map(part).join('')}--${EDGE}--\r\n`;

/** The fields of a page's profile form, with a change that shows whether it is accepted. */
export function fieldsOf(page: Browser): Fields {
  const fields = [...page.filled('profile', { language: 'de' })] as [string, string | File][];
  return fields.filter((field): field is [string, string] => typeof field[1] === 'string');
}

/** Everything in the database that a rejected request may not change. A session's last use is not included. */
export async function everyForm() {
  const { query } = db();
  const sessions = (await query.sessions.findMany()).map(({ lastUsedAt, ...rest }) => rest);
  const [users, events] = [await query.users.findMany(), await recordedEvents()];
  const recoveryCodes = await query.recoveryCodes.findMany();
  return {
    users: inOrder(users),
    sessions: inOrder(sessions),
    events: inOrder(events),
    recoveryCodes: inOrder(recoveryCodes),
  };
}

/** Databases don't guarantee the order of rows. */
const inOrder = <Row>(rows: Row[]) => rows.sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));

/** Posts the profile form like the page's browser, except for the given fields and headers. */
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

/** Expects this response, an unchanged database, and a running server. */
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
