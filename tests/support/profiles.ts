import { deflateSync } from 'node:zlib';
import { png } from './hostile';

/** An RGB colour space: its primaries adapted to D50, as columns of XYZ, and its transfer function. */
type Space = { primaries: Matrix; toLinear: (level: number) => number };
type Matrix = [Triple, Triple, Triple];
export type Triple = [number, number, number];

const fromSrgb = (level: number) => (level <= 0.04045 ? level / 12.92 : ((level + 0.055) / 1.055) ** 2.4);
const gamma = (exponent: number) => (level: number) => level ** exponent;

const SRGB: Matrix = [
  [0.43607, 0.22249, 0.01392],
  [0.38515, 0.71687, 0.09708],
  [0.14307, 0.06061, 0.7141],
];

const SPACES = {
  sRGB: { primaries: SRGB, toLinear: fromSrgb },
  'Display P3': {
    primaries: [
      [0.51512, 0.2412, -0.00105],
      [0.29198, 0.69225, 0.04189],
      [0.1571, 0.06657, 0.78407],
    ],
    toLinear: fromSrgb,
  },
  'Adobe RGB': {
    primaries: [
      [0.60974, 0.31111, 0.01947],
      [0.20528, 0.62567, 0.06087],
      [0.14919, 0.06322, 0.74457],
    ],
    toLinear: gamma(563 / 256),
  },
  ProPhoto: {
    primaries: [
      [0.79767, 0.28804, 0],
      [0.13519, 0.71188, 0],
      [0.03134, 0.00008, 0.82491],
    ],
    toLinear: gamma(1.8),
  },
} satisfies Record<string, Space>;

/** An sRGB colour in another space; all levels from 0 to 1. */
function levelsIn({ primaries, toLinear }: Space, srgb: Triple): Triple {
  const xyz = times(SRGB, srgb.map(fromSrgb) as Triple);
  return solve(primaries, xyz).map((linear) => inverse(toLinear, linear)) as Triple;
}

function times(columns: Matrix, [x, y, z]: Triple): Triple {
  return [0, 1, 2].map(
    (row) => (columns[0][row] ?? 0) * x + (columns[1][row] ?? 0) * y + (columns[2][row] ?? 0) * z,
  ) as Triple;
}

/** Cramer's rule. */
function solve(columns: Matrix, right: Triple): Triple {
  const whole = determinant(columns);
  return [0, 1, 2].map(
    (index) => determinant(columns.map((column, at) => (at === index ? right : column)) as Matrix) / whole,
  ) as Triple;
}

function determinant([[a, b, c], [d, e, f], [g, h, i]]: Matrix): number {
  return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
}

function inverse(rising: (level: number) => number, value: number): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (rising(middle) < value) low = middle;
    else high = middle;
  }
  return low;
}

/** An ICC profile made of a matrix and a curve: ICC.1:2001-04, sections 6.1, 6.3.1.2 and 6.5. */
function iccProfile({ primaries, toLinear }: Space): Buffer {
  const xyz = (values: Triple) =>
    Buffer.concat([text('XYZ \0\0\0\0'), ...values.map((value) => uint32(value * 65536))]);
  const entries = 4096;
  const curve = Buffer.alloc(12 + 2 * entries);
  curve.write('curv');
  curve.writeUInt32BE(entries, 8);
  for (let n = 0; n < entries; n++) curve.writeUInt16BE(Math.round(toLinear(n / (entries - 1)) * 65535), 12 + 2 * n);
  const description = Buffer.alloc(90 + 5);
  description.write('desc\0\0\0\0\0\0\0\x05test\0');
  const tags: [string, Buffer][] = [
    ['desc', description],
    ['cprt', text('text\0\0\0\0none\0')],
    ['wtpt', xyz([0.9642, 1, 0.8249])],
    ['rXYZ', xyz(primaries[0])],
    ['gXYZ', xyz(primaries[1])],
    ['bXYZ', xyz(primaries[2])],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ];
  let at = 128 + 4 + 12 * tags.length;
  const table: Buffer[] = [uint32(tags.length)];
  const body: Buffer[] = [];
  for (const [name, data] of tags) {
    const padded = Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)]);
    table.push(text(name), uint32(at), uint32(data.length));
    body.push(padded);
    at += padded.length;
  }
  const head = Buffer.alloc(128);
  head.writeUInt32BE(at, 0);
  head.writeUInt32BE(0x02400000, 8);
  head.write('mntrRGB XYZ ', 12);
  head.write('acsp', 36);
  for (const [index, value] of [0.9642, 1, 0.8249].entries())
    head.writeUInt32BE(Math.round(value * 65536), 68 + 4 * index);
  return Buffer.concat([head, ...table, ...body]);
}

const text = (characters: string) => Buffer.from(characters, 'latin1');

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(Math.round(value));
  return bytes;
}

export type SpaceName = keyof typeof SPACES;

/** A PNG of one sRGB colour (0 to 255 a channel), converted to another space, with its profile. */
export function patch(colour: Triple, space: SpaceName | undefined, depth: 8 | 16, hasAlpha: boolean): Buffer {
  const side = 64;
  const levels = levelsIn(SPACES[space ?? 'sRGB'], colour.map((level) => level / 255) as Triple);
  const channels = hasAlpha ? [...levels, 1] : levels;
  const max = 2 ** depth - 1;
  const pixel = Buffer.alloc((channels.length * depth) / 8);
  for (const [index, level] of channels.entries())
    pixel.writeUIntBE(Math.round(level * max), (index * depth) / 8, depth / 8);
  const row = Buffer.concat([Buffer.alloc(1), Buffer.alloc(pixel.length * side, pixel)]);
  const profile = space && iccProfile(SPACES[space]);
  return png(side, side, deflateSync(Buffer.alloc(row.length * side, row)), { depth, hasAlpha, profile });
}
