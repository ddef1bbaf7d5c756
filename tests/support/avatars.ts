import { randomBytes } from 'node:crypto';
import sharp, { type Sharp } from 'sharp';
import type { User } from '../../db/users';
import { avatarVersion, findUserAvatar } from '../../lib/avatar';
import type { AvatarSize } from '../../lib/avatar-sizes';
import { changeProfile } from '../../lib/profile';
import { CLIENT, createSession, findUser } from './people';

/** The content of a file, or a picture to write into it. */
export type Content = Sharp | Buffer | string;

export async function upload(user: User, content: Content, avatarSquare?: string) {
  const avatar = new File([new Uint8Array(await bytesOf(content))], 'me.png', { type: 'image/png' });
  return changeProfile(await createSession(user), { avatar, avatarSquare, currentPassword: '' }, CLIENT);
}

export async function bytesOf(content: Content): Promise<Buffer> {
  return content instanceof sharp ? content.toBuffer() : Buffer.from(content);
}

export async function shown({ username }: User, size: AvatarSize = 512) {
  const user = await findUser(username);
  return findUserAvatar(user.id, avatarVersion(user), size);
}

export async function webpOf(user: User, size?: AvatarSize): Promise<Buffer> {
  return (await shown(user, size))?.body as Buffer;
}

/** A pixel of the largest square: red, green, blue and, if it has one, alpha. */
export async function pixelOf(user: User, left: number, top: number): Promise<number[]> {
  const pixel = sharp(await webpOf(user)).extract({ left, top, width: 1, height: 1 });
  return [...(await pixel.raw().toBuffer())];
}

const NAMES = ['red', 'lime', 'blue', 'white'] as const;
const COLOURS = new Map(NAMES.map((name, index) => [['100', '010', '001', '111'][index], name]));

/** The colours of the four quarters: upper left, upper right, lower left, lower right. */
export async function quartersOf(user: User): Promise<(string | undefined)[]> {
  const middles = [128, 384].flatMap((top) => [128, 384].map((left) => pixelOf(user, left, top)));
  return (await Promise.all(middles)).map((pixel) => COLOURS.get(named(pixel)));
}

const named = (pixel: number[]) =>
  pixel
    .slice(0, 3)
    .map((level) => Math.round(level / 255))
    .join('');

export function flat(width: number, height: number, background = 'red'): Sharp {
  return sharp({ create: { width, height, channels: 3, background } });
}

export async function quarters(width: number, height: number): Promise<Sharp> {
  const inputs = NAMES.map((name) =>
    flat(width / 2, height / 2, name)
      .png()
      .toBuffer(),
  );
  const at = (index: number) => ({ left: (index % 2) * (width / 2), top: Math.floor(index / 2) * (height / 2) });
  const layers = (await Promise.all(inputs)).map((input, index) => ({ input, ...at(index) }));
  return flat(width, height).composite(layers);
}

/** A picture that doesn't compress. */
export function noise(side = 200): Sharp {
  return sharp(randomBytes(side * side * 3), { raw: { width: side, height: side, channels: 3 } });
}
