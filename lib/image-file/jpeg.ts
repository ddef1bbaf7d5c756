import type { ImageFile } from '../adapters/image';
import { JPEG_MAX_SCANS } from './limits';

const EOI = 0xd9;
const SOS = 0xda;

const isRestart = (code: number) => code >= 0xd0 && code <= 0xd7;
const isFrame = (code: number) => code >= 0xc0 && code <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(code);

/** ITU-T T.81, annex B. Data after the end marker (a second picture, a video) is cut off. */
export function readJpeg(bytes: Buffer): ImageFile | 'damaged' {
  let size: { width: number; height: number } | undefined;
  let scans = 0;
  for (let at = nextMarker(bytes, 2); at < bytes.length; ) {
    const code = bytes[at] ?? 0;
    if (code === EOI) return size && scans > 0 ? { bytes: bytes.subarray(0, at + 1), ...size } : 'damaged';
    const hasLength = !isRestart(code) && code !== 0x01 && code !== 0xd8;
    const length = hasLength && at + 3 <= bytes.length ? bytes.readUInt16BE(at + 1) : 0;
    if (isFrame(code) && at + 8 <= bytes.length)
      size ??= { height: bytes.readUInt16BE(at + 4), width: bytes.readUInt16BE(at + 6) };
    if (code === SOS) scans += 1;
    if (scans > JPEG_MAX_SCANS) return 'damaged';
    at = nextMarker(bytes, at + 1 + length);
  }
  if (!size || scans === 0) return 'damaged';
  return { bytes: Buffer.concat([bytes, Buffer.from([0xff, EOI])]), ...size, isOpenEnded: true };
}

function nextMarker(bytes: Buffer, start: number): number {
  for (let at = start; at + 1 < bytes.length; at++) {
    if (bytes[at] !== 0xff) continue;
    const code = bytes[at + 1] ?? 0;
    if (code !== 0 && code !== 0xff && !isRestart(code)) return at + 1;
  }
  return bytes.length;
}
