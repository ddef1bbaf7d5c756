import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import { type Content, flat } from './avatars';

/** What is no picture of the kinds that are taken, whatever its name and type say. */
export const FOREIGN: [string, () => Content][] = [
  ['a text', () => 'I am a picture, says my name'],
  ['an SVG', () => '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'],
  ['an HTML page', () => '<!doctype html><script>alert(1)</script>'],
  ['a PDF', () => '%PDF-1.7\n%%EOF'],
  ['a GIF', () => flat(9, 9).gif()],
  ['a TIFF', () => flat(9, 9).tiff()],
  ['an AVIF', () => flat(9, 9).avif()],
  ['an empty file', () => ''],
  ['the first two bytes of a JPEG', () => Buffer.from([0xff, 0xd8])],
  ['a WAVE sound', () => 'RIFF\x24\0\0\0WAVEfmt '],
];

/** A whole PNG, black, of so many pixels a side, a thousandth as large as what it unfolds to. */
export async function bomb(side: number): Promise<Buffer> {
  const row = 1 + side * 3;
  return png(side, side, await promisify(deflate)(Buffer.alloc(row * side)));
}

/** A PNG that ends where its pixels should begin: PNG (Third Edition), section 5. */
export function pngHead(width: number, height: number): Buffer {
  return png(width, height, Buffer.alloc(0));
}

function png(width: number, height: number, pixels: Buffer): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2], 8); // 8 bits a colour, red, green and blue
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}

export function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([uint32(data.length), body, uint32(crc32(body))]);
}

/** The checksum of a chunk: PNG (Third Edition), annex D. */
function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** A JPEG that ends where its pixels should begin: ITU-T T.81, section B.2, a frame and a scan of one component. */
export function jpegHead(width: number, height: number): Buffer {
  const frame = Buffer.from('ffc0000b08000000000101110000ffda0008010100003f00', 'hex');
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  return Buffer.concat([Buffer.from('ffd8', 'hex'), frame]);
}

/** A lossless WebP that ends where its pixels should begin: RFC 9649, sections 2.6 and 3.4. */
export function webpHead(width: number, height: number): Buffer {
  const dimensions = Buffer.alloc(4);
  dimensions.writeUInt32LE((width - 1) | ((height - 1) << 14));
  const stream = Buffer.concat([Buffer.from([0x2f]), dimensions, Buffer.alloc(5)]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(stream.length);
  const file = Buffer.concat([Buffer.from('WEBPVP8L'), length, stream]);
  const total = Buffer.alloc(4);
  total.writeUInt32LE(file.length);
  return Buffer.concat([Buffer.from('RIFF'), total, file]);
}
