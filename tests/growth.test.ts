import { growing, type Sample } from '../bin/soak/growth';

const MEGABYTE = 2 ** 20;

/** Twenty-one samples of a server that warms up and then stays stable, with noise, changed by `change`. */
const soak = (change: (sample: Sample, index: number) => Partial<Sample> = () => ({})) =>
  Array.from({ length: 21 }, (_, index) => {
    const noise = index % 2 === 0 ? 1.02 : 0.98;
    const warm = Math.min(1, 0.6 + index / 15);
    const sample = {
      heap: 70 * MEGABYTE * warm * noise,
      memory: 260 * MEGABYTE * warm * (index % 3 === 0 ? 1.15 : 1),
      handles: 40,
      wal: index % 2 === 0 ? 4 * MEGABYTE : 0,
      bytesPerEvent: 900 * noise,
    };
    return { ...sample, ...change(sample, index) };
  });

test('a soak of a stable server finds nothing', () => {
  expect(growing(soak())).toEqual([]);
});

test('a soak of three minutes notices a leak of 30 KB per request', () => {
  const requestsASample = (180 / 21) * 4 * 4; // four changes a second, each of about four requests
  const kept = ({ heap }: Sample, index: number) => ({ heap: heap + 30_000 * requestsASample * index });
  expect(growing(soak(kept))).toEqual(['heap']);
});

test.each<[keyof Sample, (sample: Sample, index: number) => Partial<Sample>]>([
  ['memory', ({ memory }, index) => ({ memory: memory * index })],
  ['handles', (_, index) => ({ handles: 40 + index })],
  ['wal', (_, index) => ({ wal: index * MEGABYTE })],
  ['bytesPerEvent', (_, index) => ({ bytesPerEvent: 900 + 50 * index })],
])('a soak notices that %s grows', (measure, change) => {
  expect(growing(soak(change))).toEqual([measure]);
});

test('a soak finds nothing in a slow request or two, nor in what grows while the server warms up', () => {
  const slow = ({ heap }: Sample, index: number) => ({ heap: [15, 19].includes(index) ? 3 * heap : heap });
  expect(growing(soak(slow))).toEqual([]);
  expect(growing(soak((_, index) => ({ handles: Math.min(index, 8) })))).toEqual([]);
});
