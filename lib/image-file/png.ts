import { inflateSync } from 'node:zlib';
import type { ImageFile } from '../adapters/image';
import { EXIF_MAX_BYTES, INTERLACED_MAX_BYTES, MAX_CHUNKS, PROFILE_MAX_BYTES } from './limits';
import { copyRanges } from './ranges';

const SIGNATURE_LENGTH = 8;

const OVERHEAD = 12;

/** Needed to show the picture. Text can inflate to any size; acTL, fcTL and fdAT are further frames. */
const NEEDED = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'sRGB', 'gAMA', 'cHRM', 'iCCP', 'eXIf']);

const CHANNELS: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

const IEND = Buffer.from('0000000049454e44ae426082', 'hex');

/** PNG (Third Edition), sections 5.3 and 11.2. */
export function readPng(bytes: Buffer): ImageFile | 'damaged' {
  const kept = copyRanges(bytes);
  kept.add(0, SIGNATURE_LENGTH);
  const seen = new Set<string>();
  let chunks = 0;
  for (let at = SIGNATURE_LENGTH; at + 8 <= bytes.length; ) {
    if (++chunks > MAX_CHUNKS) return 'damaged';
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (type === 'IEND') break;
    const end = at + OVERHEAD + length;
    if (end > bytes.length) return 'damaged';
    if ((type === 'IHDR') !== (at === SIGNATURE_LENGTH)) return 'damaged';
    if (type === 'iCCP' && !seen.has(type) && isBomb(bytes.subarray(at + 8, end - 4))) return 'damaged';
    const isRepeated = seen.has(type) && type !== 'IDAT';
    if (NEEDED.has(type) && !isRepeated && !(type === 'eXIf' && length > EXIF_MAX_BYTES)) kept.add(at, end);
    seen.add(type);
    at = end;
  }
  if (!seen.has('IDAT') || bytes.readUInt32BE(SIGNATURE_LENGTH) !== 13) return 'damaged';
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const [depth = 0, colourType = 0, , , isInterlaced] = bytes.subarray(24, 29);
  if (width === 0 || height === 0) return 'damaged';
  const bitsPerPixel = depth * (CHANNELS[colourType] ?? 1);
  if (isInterlaced && (width * height * bitsPerPixel) / 8 > INTERLACED_MAX_BYTES) return 'damaged';
  return { bytes: Buffer.concat([kept.bytes, IEND]), width, height };
}

function isBomb(data: Buffer): boolean {
  try {
    inflateSync(data.subarray(data.indexOf(0) + 2), { maxOutputLength: PROFILE_MAX_BYTES });
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'; // libpng ignores a broken profile
  }
}
