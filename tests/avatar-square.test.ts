import { quarters, quartersOf, upload } from './support/avatars';
import { useDatabase } from './support/database';
import { createPerson } from './support/people';

useDatabase();

test.each([
  ['0,0,90', 'red'],
  ['110,0,90', 'lime'],
  ['0,110,90', 'blue'],
  ['110,110,90', 'white'],
  ['199,199,1', 'white'],
])('crops a small picture to the square %s', async (square, colour) => {
  const alice = await createPerson('alice');
  await upload(alice, (await quarters(200, 200)).png(), square);
  expect(await quartersOf(alice)).toEqual(Array(4).fill(colour));
});

test.each([
  ['0,0,990', ['red', 'red', 'red', 'red']],
  ['2010,1010,990', ['white', 'white', 'white', 'white']],
  ['1000,0,2000', ['red', 'lime', 'blue', 'white']],
  ['999,0,1999', ['red', 'lime', 'blue', 'white']],
])('crops a large picture to the square %s', async (square, colours) => {
  const alice = await createPerson('alice');
  await upload(alice, (await quarters(4000, 2000)).jpeg(), square);
  expect(await quartersOf(alice)).toEqual(colours);
});

test('crops a very wide picture to its far end', async () => {
  const alice = await createPerson('alice');
  await upload(alice, (await quarters(16_000, 200)).png(), '15890,110,90');
  expect(await quartersOf(alice)).toEqual(Array(4).fill('white'));
});

test.each([
  '',
  '0,0,0',
  '0,0,201',
  '150,0,100',
  '0,150,100',
  '-1,0,50',
  '0,0,1e2',
  '0,0',
  '0,0,50,50',
  '99999,99999,99999',
  '0,0,9007199254740993',
  '__proto__',
])("ignores %j, which isn't a square in the picture", async (square) => {
  const alice = await createPerson('alice');
  expect(await upload(alice, (await quarters(200, 200)).png(), square)).toMatchObject({ ok: true });
  expect(await quartersOf(alice)).toEqual(['red', 'lime', 'blue', 'white']);
});
