import { everyForm, expectRejected, MULTIPART, multipart, post } from '../support/broken';
import type { Browser } from '../support/browser';
import { newSignedInPerson } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();

const UNKNOWN_ACTION = `40${'a'.repeat(40)}`;

const DAMAGED = 'arrived damaged';

test.each([
  ['an action that is none', 'junk', '[]', 400, DAMAGED],
  ['no action', '', '[]', 400, DAMAGED],
  ['an action named as what objects have', 'toString', '[]', 400, DAMAGED],
  ['an action of before the last build', UNKNOWN_ACTION, '[]', 409, 'before a system update'],
  ['an action that CRLF is hidden in', '%0d%0aX-Evil: 1', '[]', 400, DAMAGED],
])('refuses %s sent by React with a sentence', async (_, action, body, status, sentence) => {
  const headers = { 'next-action': action, 'content-type': 'text/plain;charset=UTF-8' };
  await expectRejected(portrait(), (page) => post(page, headers, body), status, sentence);
});

const actionsOf = (page: Browser) => [...new Set(page.html.match(/(?<=&quot;id&quot;:&quot;)[0-9a-f]{42}/g) ?? [])];

test.each([
  '[',
  '{}',
  '"$',
  '["$F1"]',
  '["$K1"]',
  '["$@1"]',
  '["$Q1"]',
  '["$undefined","$undefined"]',
  '[null,null]',
  '[[],{}]',
  '[{},null,"x"]',
  '[{"username":{"toString":"x","valueOf":"x"}},null]',
  '[]',
  'null',
  `[${'['.repeat(50_000)}`,
])('an action called with %j changes nothing and does not fail', async (body) => {
  const [page] = await newSignedInPerson(portrait());
  const { events: _, ...before } = await everyForm();
  const actions = actionsOf(page);
  expect(actions).toHaveLength(2);
  for (const action of actions)
    for (const type of ['text/plain', MULTIPART])
      for (const signedOut of [{}, { cookie: undefined }]) {
        const headers = { 'next-action': action, 'content-type': type, ...signedOut };
        const sent = type === MULTIPART ? multipart([['0', body]]) : body;
        expect((await post(page, headers, sent)).status).toBeLessThan(500);
      }
  expect(await everyForm()).toMatchObject(before); // except for the event of a missing password
  expect((await page.fetches('/healthz')).status).toBe(200);
});
