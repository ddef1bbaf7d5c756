import { createHash } from 'node:crypto';
import { findAvatar } from '../db/avatars';
import { findUserById, type User } from '../db/users';
import { type Area, type Square, toSquares } from './adapters/image';
import { readImageFile } from './image-file';
import { type Outcome, refuse } from './outcome';

export const AVATAR_MAX_BYTES = 10 * 1024 * 1024;
export const AVATAR_MAX_PIXELS = 52_000_000;

/** The sides of the squares that are kept, in pixels. */
export const AVATAR_SIZES = [512, 192, 64] as const;
export type AvatarSize = (typeof AVATAR_SIZES)[number];

/**
 * Judges an uploaded file by its content and makes the avatar of it.
 *
 * @param area the square that was chosen: "left,top,side" in pixels of the upright picture; what is no square of it
 *   is as if none was chosen
 * @throws Busy
 */
export async function parseAvatar(file: Blob, area = ''): Promise<Outcome<{ squares: Square[] }>> {
  if (file.size > AVATAR_MAX_BYTES)
    return refuse('avatar.errors.tooLarge', 'avatar', { most: AVATAR_MAX_BYTES / 1024 / 1024 });
  const bytes = Buffer.from(await file.arrayBuffer());
  const image = readImageFile(bytes);
  if (typeof image === 'string') return refuse(`avatar.errors.${image}`, 'avatar');
  if (image.width * image.height > AVATAR_MAX_PIXELS)
    return refuse('avatar.errors.tooManyPixels', 'avatar', { most: AVATAR_MAX_PIXELS / 1_000_000 });
  const task = { file: image, sizes: AVATAR_SIZES, maxPixels: AVATAR_MAX_PIXELS, area: areaOf(area) };
  const squares = await toSquares(task);
  return squares ? { ok: true, squares } : refuse('avatar.errors.damaged', 'avatar');
}

function areaOf(text: string): Area | undefined {
  const [, left, top, side] = /^(\d{1,5}),(\d{1,5}),(\d{1,5})$/.exec(text) ?? [];
  return side === undefined ? undefined : { left: Number(left), top: Number(top), side: Number(side) };
}

/** What names a user's picture of the moment in its address; another picture has another version. */
export function avatarVersion(user: Pick<User, 'avatarVersion' | 'username'>): string {
  return user.avatarVersion ?? `initials-${hashOf(user.username).toString('hex', 0, 6)}`;
}

/** A user's picture, where `version` is the one of the moment. */
export async function findUserAvatar(
  userId: string,
  version: string,
  size: AvatarSize,
): Promise<{ type: string; body: Buffer | string } | undefined> {
  const user = await findUserById(userId);
  if (!user || avatarVersion(user) !== version) return undefined;
  if (user.avatarVersion === null) return { type: 'image/svg+xml', body: initialsPicture(user) };
  const body = await findAvatar(user.id, version, size);
  return body && { type: 'image/webp', body };
}

/** The initials as a square SVG: white on the user's own hue, any of which gives a contrast of 4.5 at least. */
function initialsPicture({ id, username }: User): string {
  const hue = hashOf(id).readUInt16BE() % 360;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="512" height="512"><rect width="64" height="64" fill="hsl(${hue} 45% 30%)"/><text x="32" y="33" fill="#fff" font-family="system-ui,sans-serif" font-size="27" text-anchor="middle" dominant-baseline="central">${escaped(initials(username))}</text></svg>`;
}

/** One or two grapheme clusters: of the first two words before the @, or of the first alone. */
export function initials(username: string): string {
  const words = (username.split('@')[0] ?? '').split(/[^\p{L}\p{N}\p{M}]+/u).filter(Boolean);
  const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
  const first = (word: string) => [...graphemes.segment(word)][0]?.segment ?? '';
  return words.slice(0, 2).map(first).join('').toUpperCase() || '?';
}

const escaped = (text: string) => text.replace(/[<>&]/g, (character) => `&#${character.codePointAt(0)};`);

const hashOf = (text: string) => createHash('sha256').update(text).digest();
