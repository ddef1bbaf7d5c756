import { type AvatarFormat, avatarFormat } from './avatar-formats';
import { readJpeg } from './image-file/jpeg';
import { readPng } from './image-file/png';
import { readWebp } from './image-file/webp';

/** One still picture, stripped of whatever costs time or memory and isn't shown. */
export type ImageFile = {
  bytes: Buffer;
  /** As stored, before the EXIF orientation is applied. */
  width: number;
  height: number;
  /** RGB with 16 bits a channel. */
  isDeep?: boolean;
  /** The end marker was missing and has been added. */
  isOpenEnded?: boolean;
};

const READERS: Record<AvatarFormat, (bytes: Buffer) => ImageFile | 'damaged'> = {
  jpeg: readJpeg,
  png: readPng,
  webp: readWebp,
};

/**
 * Reads the container of an image without decoding it. libvips reads every frame and inflates every chunk before it
 * reports a width: 180,000 tiny frames in 9 MB took it 15 minutes.
 */
export function readImageFile(bytes: Buffer): ImageFile | 'notAnImage' | 'damaged' {
  const format = avatarFormat(bytes);
  return format ? READERS[format](bytes) : 'notAnImage';
}
