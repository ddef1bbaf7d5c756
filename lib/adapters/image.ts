import sharp, { type Sharp } from 'sharp';
import { runSerially } from '../serial-queue';

sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
});
sharp.cache(false);
sharp.concurrency(1);

/** The kinds of picture that are taken, by content. */
export const IMAGE_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const;

/** How the files of those kinds begin, each byte a character. */
const BEGINNINGS = [/^\xff\xd8\xff/, /^\x89PNG\r\n.\n/s, /^RIFF.{4}WEBP/s];

/** No side is looked at for more than so many times the other. */
const LONGEST_TO_SHORTEST = 4;

/** The longest that one picture is worked on: a photo of 50 megapixels takes less than a second. */
const MAX_SECONDS = 10;

export type ImageFault = 'notAnImage' | 'tooManyPixels' | 'damaged';

/** A square picture in WebP: the length of its side in pixels, and its bytes. */
export type Square = { size: number; webp: Buffer };

/** A square of a picture that is upright, in its pixels. */
export type Area = { left: number; top: number; side: number };

/**
 * Reads a picture of any shape and makes squares of it: upright, in sRGB, without metadata, of the area that was
 * chosen, or of what draws the eye where none was or it is not in the picture. Type and dimensions are read from the
 * bytes before a pixel is decoded; then one picture is decoded at a time, once for all sizes.
 *
 * @throws Busy
 */
export async function toSquares(
  bytes: Buffer,
  sizes: readonly number[],
  maxPixels: number,
  chosen?: Area,
): Promise<Square[] | ImageFault> {
  const dimensions = await inspect(bytes);
  if (typeof dimensions === 'string') return dimensions;
  if (dimensions.width * dimensions.height > maxPixels) return 'tooManyPixels';
  const largest = Math.max(...sizes);
  const area = chosen && isWithin(chosen, dimensions) ? chosen : undefined;
  return runSerially(async () => {
    try {
      const whole = sharp(bytes, { failOn: 'truncated', limitInputPixels: maxPixels }).autoOrient();
      const square = area ? cut(whole, area, dimensions, largest) : cutWhatDrawsTheEye(whole, dimensions, largest);
      const { data, info } = await square
        .toColourspace('srgb')
        .timeout({ seconds: MAX_SECONDS })
        .raw()
        .toBuffer({ resolveWithObject: true });
      const raw = { width: largest, height: largest, channels: info.channels };
      return await Promise.all(sizes.map((size) => toWebp(sharp(data, { raw }), size)));
    } catch {
      return 'damaged'; // what libvips cannot decode, or not in time
    }
  });
}

type Dimensions = { width: number; height: number };

/** The dimensions of a picture when it is upright. */
async function inspect(bytes: Buffer): Promise<Dimensions | ImageFault> {
  const beginning = bytes.toString('latin1', 0, 12);
  if (!BEGINNINGS.some((pattern) => pattern.test(beginning))) return 'notAnImage';
  try {
    return (await sharp(bytes, { limitInputPixels: false }).metadata()).autoOrient;
  } catch {
    return 'damaged'; // it begins as one of those kinds, and libvips cannot read the rest of its head
  }
}

function isWithin({ left, top, side }: Area, { width, height }: Dimensions): boolean {
  return side > 0 && left >= 0 && top >= 0 && left + side <= width && top + side <= height;
}

/** Scales down before it cuts: libjpeg and libwebp then decode no more than is needed, many times faster. */
function cut(whole: Sharp, { left, top, side }: Area, { width, height }: Dimensions, size: number): Sharp {
  if (side < size) return whole.extract({ left, top, width: side, height: side }).resize(size, size);
  const scale = size / side;
  const scaled = { width: Math.round(width * scale), height: Math.round(height * scale) };
  return whole.resize({ ...scaled, fit: 'fill' }).extract({
    left: Math.min(Math.round(left * scale), scaled.width - size),
    top: Math.min(Math.round(top * scale), scaled.height - size),
    width: size,
    height: size,
  });
}

/** A strip is cut to its middle first: scaled whole until its short side fits, it would grow a thousandfold. */
function cutWhatDrawsTheEye(whole: Sharp, { width, height }: Dimensions, size: number): Sharp {
  const longest = LONGEST_TO_SHORTEST * Math.min(width, height);
  const kept = { width: Math.min(width, longest), height: Math.min(height, longest) };
  const isStrip = kept.width < width || kept.height < height;
  const middle = { left: Math.floor((width - kept.width) / 2), top: Math.floor((height - kept.height) / 2) };
  return (isStrip ? whole.extract({ ...kept, ...middle }) : whole).resize(size, size, {
    fit: 'cover',
    position: sharp.strategy.attention,
  });
}

async function toWebp(square: Sharp, size: number): Promise<Square> {
  return { size, webp: await square.resize(size, size).webp({ quality: 82 }).toBuffer() };
}
