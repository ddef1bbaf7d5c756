import { readImageFile } from '../image-file';
import { runSerially } from '../serial-queue';
import { decode } from './image-process';

export type ImageFault = 'notAnImage' | 'tooManyPixels' | 'damaged';

/** A square WebP; `size` is its side in pixels. */
export type Square = { size: number; webp: Buffer };

/** A square of the upright picture, in its pixels. */
export type Area = { left: number; top: number; side: number };

/**
 * Makes squares of a JPEG, PNG or WebP: upright, in sRGB, without metadata, of `area`, or of the most salient part
 * where it names no part of the picture.
 *
 * @throws Unavailable
 */
export async function toSquares(
  bytes: Buffer,
  sizes: readonly number[],
  maxPixels: number,
  area?: Area,
): Promise<Square[] | ImageFault> {
  const file = readImageFile(bytes);
  if (typeof file === 'string') return file;
  if (file.width * file.height > maxPixels) return 'tooManyPixels';
  return runSerially(async () => {
    return (await decode<Square[] | null>({ file, sizes, maxPixels, area })) ?? 'damaged';
  });
}
