import sharp from 'sharp';

sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
});
sharp.cache(false);

/** The kinds of picture that are taken, by content. */
export const IMAGE_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const;

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
  const fault = await inspect(bytes, maxPixels);
  if (fault) return fault;
  try {
    const largest = Math.max(...sizes);
    const { data, info } = await sharp(bytes, { failOn: 'truncated', limitInputPixels: maxPixels })
      .autoOrient()
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
    return 'damaged';
  }
}

async function inspect(bytes: Buffer, maxPixels: number): Promise<ImageFault | undefined> {
  try {
    const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
    return width * height > maxPixels ? 'tooManyPixels' : undefined;
  } catch {
    return 'notAnImage';
  }
}
