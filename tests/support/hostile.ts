import { constants, crc32, deflateRawSync, deflateSync } from 'node:zlib';
import { type Content, flat } from './avatars';

/** Files that aren't JPEG, PNG or WebP, whatever their names and types. */
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

/** A black PNG that inflates to a thousand times its size. The side is a multiple of a thousand. */
export function bomb(side: number): Buffer {
  const size = (1 + side * 3) * side;
  // Compressing everything would take seconds: equal parts are equal when compressed, too. RFC 1950.
  const part = deflateRawSync(Buffer.alloc(size / 1000), { finishFlush: constants.Z_FULL_FLUSH });
  const adler32 = Buffer.alloc(4);
  adler32.writeUInt16BE(size % 65_521, 0);
  adler32.writeUInt16BE(1, 2);
  const parts = Array<Buffer>(1000).fill(part);
  return png(side, side, Buffer.concat([Buffer.from('789c', 'hex'), ...parts, deflateRawSync(''), adler32]));
}

/** A PNG without pixels: PNG (Third Edition), section 5. */
export function pngHead(width: number, height: number): Buffer {
  return png(width, height, Buffer.alloc(0));
}

type PngKind = {
  /** Bits a channel. */
  depth?: 8 | 16;
  hasAlpha?: boolean;
  profile?: Buffer;
};

/** @param pixels compressed rows, each after its filter type */
export function png(width: number, height: number, pixels: Buffer, kind: PngKind = {}): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([kind.depth ?? 8, kind.hasAlpha ? 6 : 2], 8);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  const profile = kind.profile
    ? [chunk('iCCP', Buffer.concat([Buffer.from('Profile\0\0'), deflateSync(kind.profile)]))]
    : [];
  const chunks = [chunk('IHDR', head), ...profile, chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([signature, ...chunks]);
}

export function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([uint32(data.length), body, uint32(crc32(body))]);
}

/** A small picture with extra chunks between its header and its pixels. */
export async function pngWith(...chunks: Buffer[]): Promise<Buffer> {
  const whole = await flat(9, 9).png().toBuffer();
  const pixels = whole.indexOf('IDAT') - 4;
  return Buffer.concat([whole.subarray(0, pixels), ...chunks, whole.subarray(pixels)]);
}

/** Compressed chunks of a PNG, each of which inflates to this many megabytes. */
export function inflating(megabytes: number): Record<'zTXt' | 'iTXt' | 'iCCP', Buffer> {
  const data = deflateSync(Buffer.alloc(megabytes * 1024 * 1024));
  const after = (name: string) => Buffer.concat([Buffer.from(name, 'latin1'), data]);
  return {
    zTXt: chunk('zTXt', after('Comment\0\0')),
    iTXt: chunk('iTXt', after('Comment\0\x01\0\0\0')),
    iCCP: chunk('iCCP', after('Profile\0\0')),
  };
}

/** An animation of equal frames: RFC 9649, section 2.7.1. */
export async function animatedWebp(frames: number): Promise<Buffer> {
  const still = await flat(16, 16).webp({ lossless: true }).toBuffer();
  const picture = still.subarray(12);
  const frameHead = Buffer.from('0000000000000f00000f000064000000', 'hex');
  const frame = riffChunk('ANMF', Buffer.concat([frameHead, picture]));
  const canvas = riffChunk('VP8X', Buffer.from('020000000f00000f0000', 'hex'));
  const animation = riffChunk('ANIM', Buffer.alloc(6));
  return riff(canvas, animation, Buffer.alloc(frames * frame.length, frame));
}

/** A progressive JPEG in which one scan is repeated. */
export async function jpegOfScans(side: number, scans: number): Promise<Buffer> {
  const jpeg = await flat(side, side).jpeg({ progressive: true }).toBuffer();
  const scan = jpeg.subarray(jpeg.lastIndexOf(Buffer.from('ffda', 'hex')), -2);
  return Buffer.concat([jpeg.subarray(0, -2), ...Array<Buffer>(scans).fill(scan), jpeg.subarray(-2)]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** A JPEG without pixels: ITU-T T.81, section B.2, a frame and a scan of one component. */
export function jpegHead(width: number, height: number, components = 1): Buffer {
  const frame = Buffer.from('ffc00000080000000000', 'hex');
  frame.writeUInt16BE(8 + 3 * components, 2);
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  frame[9] = components;
  const each = Array.from({ length: components }, (_, n) => Buffer.from([n + 1, 0x11, 0]));
  return Buffer.concat([Buffer.from('ffd8', 'hex'), frame, ...each, Buffer.from('ffda0008010100003f00', 'hex')]);
}

/** A lossless WebP without pixels: RFC 9649, sections 2.6 and 3.4. */
export function webpHead(width: number, height: number): Buffer {
  const dimensions = Buffer.alloc(4);
  dimensions.writeUInt32LE((width - 1) | ((height - 1) << 14));
  const stream = Buffer.concat([Buffer.from([0x2f]), dimensions, Buffer.alloc(5)]);
  return riff(riffChunk('VP8L', stream));
}

function riff(...chunks: Buffer[]): Buffer {
  return riffChunk('RIFF', Buffer.concat([Buffer.from('WEBP'), ...chunks]));
}

function riffChunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(data.length);
  return Buffer.concat([Buffer.from(type), length, data, Buffer.alloc(data.length % 2)]);
}
