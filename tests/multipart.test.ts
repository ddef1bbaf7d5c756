import { checkBody } from '../lib/server/multipart';

const TYPE = 'multipart/form-data; boundary=edge';
const text = 'Content-Disposition: form-data; name="password"';
const file = 'Content-Disposition: form-data; name="avatar"; filename="a"';

const form = (head: string, content = 'a') => `--edge\r\n${head}\r\n\r\n${content}\r\n--edge--\r\n`;
const checked = (body: string, type = TYPE) => checkBody({ 'content-type': type }, Buffer.from(body, 'latin1'));

test('accepts what Node sends', async () => {
  const fields = new FormData();
  fields.append('a "quoted" name', 'ü🦊\n');
  fields.append('avatar', new File(['\0'], 'ü"🦊.png', { type: 'image/png' }));
  fields.append('no avatar', new File([], ''));
  const response = new Response(fields);
  const type = String(response.headers.get('content-type'));
  expect(checkBody({ 'content-type': type }, Buffer.from(await response.arrayBuffer()))).toBeUndefined();
});

test.each([
  ['a text with its type', form(`${text}\r\nContent-Type: text/plain; charset=UTF-8`)],
  ['a file without a name', form(`${text}\r\nContent-Type: application/octet-stream`)],
  ['any bytes of a file', form(`${file}\r\nContent-Type: image/png; a=b`, '\xff')],
])('accepts %s', (_, body) => {
  expect(checked(body)).toBeUndefined();
});

test.each([
  ['malformed UTF-8', form(text, '\xff')],
  ['a file whose second disposition makes it a text', form(`${file}\r\n${text}`, '\xff')],
  ['the same with space before the colon', form(`${file}\r\n${text.replace(':', ' :')}`, '\xff')],
  ['a text whose second disposition makes it a file', form(`${text}\r\n${file}`, '\xff')],
  ['a text in base64', form(`${text}\r\nContent-Transfer-Encoding: base64`, '/w==')],
  ['a text in another charset', form(`${text}\r\nContent-Type: text/plain; charset=utf-16le`)],
  ['a folded header', form(`${text}\r\n filename="a"`, '\xff')],
  ['filename*', form(`${text}; filename*=utf-8''a`, '\xff')],
])('refuses %s', (_, body) => {
  expect(checked(body)).toBe(400);
});

test.each([`multipart/form-data; x-boundary=edge; boundary=a`, `${TYPE}; boundary=a`, `${TYPE};boundary="a"`])(
  'refuses the type %s, of which another parser may take the other boundary',
  (type) => {
    expect(checked(form(text), type)).toBe(400);
  },
);

test.each([
  ['a file', file],
  ['a text', text],
])('reads the type of %s in one pass, however many spaces it has', (_, disposition) => {
  const spaces = ' '.repeat(8000);
  expect(checked(form(`${disposition}\r\nContent-Type:${spaces}text/plain`))).toBeUndefined();
  const begun = process.cpuUsage();
  for (let sent = 0; sent < 20; sent++)
    expect(checked(form(`${disposition}\r\nContent-Type:${spaces}\r\nX`))).toBe(400);
  expect(process.cpuUsage(begun).user).toBeLessThan(1_000_000);
});

test('accepts a hundred parts and no more, and a boundary of 70 characters and no longer', () => {
  const parts = (count: number) => `${`--edge\r\n${text}\r\n\r\na\r\n`.repeat(count)}--edge--\r\n`;
  expect([checked(parts(100)), checked(parts(101))]).toEqual([undefined, 400]);
  const bounded = (length: number) => {
    const boundary = 'b'.repeat(length);
    return checked(form(text).replaceAll('edge', boundary), `multipart/form-data; boundary=${boundary}`);
  };
  expect([bounded(70), bounded(71)]).toEqual([undefined, 400]);
});
