import { closeServerAfterEach, echo, FORM, reached, serveBehind } from './support/http-server';
import { message, sendRaw } from './support/wire';

closeServerAfterEach();

describe('rejects malformed UTF-8', () => {
  const part = (head: string, value: string) =>
    `--edge\r\nContent-Disposition: form-data; ${head}\r\n\r\n${value}\r\n--edge--\r\n`;
  const latin1 = (text: string) => Buffer.from(text, 'latin1');

  test.each([
    ['a text', part('name="a"', '\xff'), 400],
    ['a text that ends within a character', part('name="a"', '\xe4\xbd'), 400],
    ['a surrogate', part('name="a"', '\xed\xa0\x80'), 400],
    ["a field's name", part('name="\xff"', 'b'), 400],
    ["a file's name", part('name="a"; filename="\xfe.png"', 'b'), 400],
    ["a file's name in another spelling", part('name="a"; filename*=utf-8\'\'%FF.png', 'b'), 400],
  ])('in %s', async (_, body, status) => {
    const url = await serveBehind(echo);
    const heard = await sendRaw(url, ...message('POST /en/sessions', FORM, latin1(body)));
    expect([heard.status, reached]).toEqual([status, []]);
  });

  test.each([
    ['that React sends', { 'next-action': 'a', 'content-type': 'text/plain' }, '/en/profile', '["\xff"]'],
    ["in next-auth's form", { 'content-type': 'application/x-www-form-urlencoded' }, '/api/auth/signout', 'a=%FF'],
  ])('in a text %s', async (_, headers, path, body) => {
    const url = await serveBehind(echo);
    const heard = await sendRaw(url, ...message(`POST ${path}`, { ...FORM, ...headers }, latin1(body)));
    expect([heard.status, reached]).toEqual([400, []]);
  });

  test('but accepts any bytes in a file', async () => {
    const url = await serveBehind(echo);
    const body = latin1(part('name="a"; filename="\xc3\xa9.png"', '\xff\xfe'));
    expect((await sendRaw(url, ...message('POST /en/profile', FORM, body))).status).toBe(200);
  });
});
