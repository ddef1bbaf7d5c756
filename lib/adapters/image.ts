import sharp from 'sharp';

sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
});
sharp.cache(false);

/** The kinds of picture that are taken, by content. */
export const IMAGE_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const;

/** No side is looked at for more than so many times the other. */
const LONGEST_TO_SHORTEST = 4;

export type ImageFault = 'notAnImage' | 'tooManyPixels' | 'damaged';

/** A square picture in WebP: the length of its side in pixels, and its bytes. */
export type Square = { size: number; webp: Buffer };

/**
 * Reads a picture of any shape and makes squares of it: upright, cropped to what draws the eye, in sRGB, without
 * metadata. Type and dimensions are read from the bytes before a pixel is decoded.
 */
export async function toSquares(
  bytes: Buffer,
  sizes: readonly number[],
  maxPixels: number,
): Promise<Square[] | ImageFault> {
  const inspected = await inspect(bytes, maxPixels);
  if (typeof inspected === 'string') return inspected;
  try {
    const largest = Math.max(...sizes);
    const { data, info } = await sharp(bytes, { failOn: 'truncated', limitInputPixels: maxPixels })
      .autoOrient()
      .extract(middleOf(inspected))
      .resize(largest, largest, { fit: 'cover', position: sharp.strategy.attention })
      .toColourspace('srgb')
      .timeout({ seconds: 20 })
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    return await Promise.all(
      sizes.map(async (size) => ({
        size,
        webp: await sharp(data, { raw: { width, height, channels } })
          .resize(size, size)
          .webp({ quality: 82 })
          .toBuffer(),
      })),
    );
  } catch {
    return 'damaged'; // what libvips cannot decode, or not in time
  }
}

type Dimensions = { width: number; height: number };

/** The dimensions of a picture when it is upright. */
async function inspect(bytes: Buffer, maxPixels: number): Promise<Dimensions | ImageFault> {
  try {
    const { autoOrient } = await sharp(bytes, { limitInputPixels: false }).metadata();
    return autoOrient.width * autoOrient.height > maxPixels ? 'tooManyPixels' : autoOrient;
  } catch {
    return 'notAnImage'; // what libvips cannot read, whatever its reason
  }
}

/** A strip is cut to its middle first: scaled whole until its short side fits, it would grow a thousandfold. */
function middleOf({ width, height }: Dimensions) {
  const longest = LONGEST_TO_SHORTEST * Math.min(width, height);
  const kept = { width: Math.min(width, longest), height: Math.min(height, longest) };
  return { ...kept, left: Math.floor((width - kept.width) / 2), top: Math.floor((height - kept.height) / 2) };
}
