import type { ImageFile } from '../adapters/image';
import { JPEG_COEFFICIENTS_MAX_BYTES, JPEG_MAX_SCANS } from './limits';

const EOI = 0xd9;
const SOS = 0xda;

const isRestart = (code: number) => code >= 0xd0 && code <= 0xd7;
const isFrame = (code: number) => code >= 0xc0 && code <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(code);

const isProgressive = (code: number) => (code & 3) === 2;

type Frame = { width: number; height: number; components: number; isProgressive: boolean; coefficientBytes: number };

/** ITU-T T.81, section B.2.2. */
function readFrame(bytes: Buffer, at: number): Frame {
  const [height, width, components] = [bytes.readUInt16BE(at + 4), bytes.readUInt16BE(at + 6), bytes[at + 8] ?? 0];
  const sampling = Array.from({ length: components }, (_, n) => bytes[at + 10 + 3 * n] ?? 0);
  const [across, down] = [sampling.map((each) => each >> 4), sampling.map((each) => each & 15)];
  const samples = sampling.reduce((sum, _, n) => sum + (across[n] ?? 0) * (down[n] ?? 0), 0);
  const share = samples / (Math.max(1, ...across) * Math.max(1, ...down));
  const coefficientBytes = 2 * width * height * share;
  return { width, height, components, isProgressive: isProgressive(bytes[at] ?? 0), coefficientBytes };
}

/** ITU-T T.81, annex B. Data after the end marker (a second picture, a video) is cut off. */
export function readJpeg(bytes: Buffer): ImageFile | 'damaged' {
  let frame: Frame | undefined;
  let scans = 0;
  for (let at = nextMarker(bytes, 2); at < bytes.length; ) {
    const code = bytes[at] ?? 0;
    if (code === EOI) return frame && scans > 0 ? { bytes: bytes.subarray(0, at + 1), ...sizeOf(frame) } : 'damaged';
    const hasLength = !isRestart(code) && code !== 0x01 && code !== 0xd8;
    const length = hasLength && at + 3 <= bytes.length ? bytes.readUInt16BE(at + 1) : 0;
    if (isFrame(code) && at + 8 <= bytes.length) frame ??= readFrame(bytes, at);
    if (code === SOS) scans += 1;
    const isOnlyScan = code !== SOS || (bytes[at + 3] === frame?.components && !frame?.isProgressive);
    if (!isOnlyScan && frame && frame.coefficientBytes > JPEG_COEFFICIENTS_MAX_BYTES) return 'damaged';
    if (scans > JPEG_MAX_SCANS) return 'damaged';
    at = nextMarker(bytes, at + 1 + length);
  }
  if (!frame || scans === 0) return 'damaged';
  return { bytes: Buffer.concat([bytes, Buffer.from([0xff, EOI])]), ...sizeOf(frame), isOpenEnded: true };
}

const sizeOf = ({ width, height }: Frame) => ({ width, height });

function nextMarker(bytes: Buffer, start: number): number {
  for (let at = start; at + 1 < bytes.length; at++) {
    if (bytes[at] !== 0xff) continue;
    const code = bytes[at + 1] ?? 0;
    if (code !== 0 && code !== 0xff && !isRestart(code)) return at + 1;
  }
  return bytes.length;
}
