import { avatarFormat } from '../../../lib/avatar-formats';
import { shrink } from './shrink';
import type { Picture } from './square';

export type Limits = { maxBytes: number; maxPixels: number };
export type Fault = 'notAnImage' | 'damaged' | 'tooLarge' | 'tooManyPixels';

/**
 * Converts a file that the browser can show into one that the server accepts: scales down a picture over the limits,
 * and turns other formats into WebP.
 */
export async function prepare(
  file: File,
  { maxBytes, maxPixels }: Limits,
): Promise<{ file: File; size: Picture } | Fault> {
  const format = avatarFormat(new Uint8Array(await file.slice(0, 12).arrayBuffer()));
  const image = await load(file);
  const isTooLarge = file.size > maxBytes;
  if (!image && isTooLarge) return 'tooLarge';
  if (!image) return format ? 'damaged' : 'notAnImage';
  const size = { width: image.naturalWidth, height: image.naturalHeight };
  if (format && !isTooLarge && size.width * size.height <= maxPixels) return { file, size };
  try {
    return await shrink(image, file.name, maxBytes);
  } catch {
    return isTooLarge ? 'tooLarge' : format ? 'tooManyPixels' : 'notAnImage';
  }
}

async function load(file: File): Promise<HTMLImageElement | undefined> {
  const url = URL.createObjectURL(file);
  const image = new Image();
  try {
    await new Promise((resolve, reject) => {
      image.onload = resolve;
      image.onerror = reject;
      image.src = url;
    });
    return image.naturalWidth > 0 && image.naturalHeight > 0 ? image : undefined;
  } catch {
    return undefined;
  } finally {
    URL.revokeObjectURL(url);
  }
}
