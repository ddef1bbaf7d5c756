import type { ImageFile } from '../adapters/image';
import { EXIF_MAX_BYTES, MAX_CHUNKS, PROFILE_MAX_BYTES } from './limits';
import { copyRanges } from './ranges';

const HEADER_LENGTH = 12;

const MAX_BYTES: Record<string, number> = {
  VP8X: 10,
  ICCP: PROFILE_MAX_BYTES,
  EXIF: EXIF_MAX_BYTES,
};

/** The first of each is needed to show the first frame (ANMF); unknown chunks, XMP and further frames aren't. */
const NEEDED = new Set(['VP8X', 'ICCP', 'ANIM', 'ANMF', 'ALPH', 'VP8 ', 'VP8L', 'EXIF']);

/** RFC 9649, section 2. */
export function readWebp(bytes: Buffer): ImageFile | 'damaged' {
  const kept = copyRanges(bytes);
  kept.add(0, HEADER_LENGTH);
  const seen = new Set<string>();
  let chunks = 0;
  for (let at = HEADER_LENGTH; at + 8 <= bytes.length; ) {
    if (++chunks > MAX_CHUNKS) return 'damaged';
    const type = bytes.toString('latin1', at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    const end = at + 8 + length + (length % 2);
    if (NEEDED.has(type) && !seen.has(type)) {
      if (end - (length % 2) > bytes.length) return 'damaged';
      if (length <= (MAX_BYTES[type] ?? length)) kept.add(at, end);
    }
    seen.add(type);
    at = end;
  }
  const size = dimensions(kept.bytes);
  if (!size) return 'damaged';
  kept.bytes.writeUInt32LE(kept.length - 8, 4);
  return { bytes: kept.bytes, ...size };
}

/** Sections 2.5 to 2.7; RFC 6386, section 9.1; RFC 9649, section 3.4. */
function dimensions(bytes: Buffer): { width: number; height: number } | undefined {
  const data = bytes.subarray(HEADER_LENGTH + 8);
  if (data.length < 10) return undefined;
  switch (bytes.toString('latin1', HEADER_LENGTH, HEADER_LENGTH + 4)) {
    case 'VP8X':
      return { width: data.readUIntLE(4, 3) + 1, height: data.readUIntLE(7, 3) + 1 };
    case 'VP8 ':
      return { width: data.readUInt16LE(6) & 0x3fff, height: data.readUInt16LE(8) & 0x3fff };
    case 'VP8L':
      return { width: (data.readUInt16LE(1) & 0x3fff) + 1, height: ((data.readUInt32LE(1) >>> 14) & 0x3fff) + 1 };
    default:
      return undefined;
  }
}
