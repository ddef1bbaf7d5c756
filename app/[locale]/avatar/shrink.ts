/** The longer side of a picture that is made smaller, in pixels: enough for a part of it to fill the largest avatar. */
const LONGER_SIDE = 2048;

/**
 * Makes a smaller picture of one that the browser shows, upright as it is shown.
 *
 * @throws where memory is short, or the smaller picture too has more than `maxBytes`
 */
export async function shrink(image: HTMLImageElement, maxBytes: number): Promise<File> {
  const { naturalWidth, naturalHeight } = image;
  const scale = Math.min(1, LONGER_SIDE / Math.max(naturalWidth, naturalHeight));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(naturalHeight * scale));
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  // Safari cannot write WebP and makes a PNG instead.
  const blob = await new Promise<Blob | null>((made) => canvas.toBlob(made, 'image/webp', 0.9));
  if (!blob || blob.size > maxBytes) throw new Error('still too large');
  return new File([blob], 'avatar', { type: blob.type });
}
