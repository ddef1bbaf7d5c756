import type { Picture } from './square';

/** In pixels: enough for a cropped part to fill the largest avatar. */
const LONGER_SIDE = 2048;

/** @throws if memory is short, or if the smaller picture is also over `maxBytes` */
export async function shrink(
  image: HTMLImageElement,
  name: string,
  maxBytes: number,
): Promise<{ file: File; size: Picture }> {
  const { naturalWidth, naturalHeight } = image;
  await image.decode();
  const scale = Math.min(1, LONGER_SIDE / Math.max(naturalWidth, naturalHeight));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(naturalHeight * scale));
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  // Safari can't write WebP and makes a PNG instead.
  const blob = await new Promise<Blob | null>((made) => canvas.toBlob(made, 'image/webp', 0.9));
  if (!blob || blob.size > maxBytes) throw new Error('still too large');
  const file = new File([blob], name.replace(/(\.\w+)?$/, `.${blob.type.split('/')[1]}`), { type: blob.type });
  return { file, size: { width: canvas.width, height: canvas.height } };
}
