import { createHash } from 'node:crypto';
import type { Database, Write } from '../db';
import { deleteAvatars, findAvatar, insertAvatar } from '../db/avatars';
import { findUserById, type User } from '../db/users';
import { record } from './activity';
import { type Area, type Square, toSquares } from './adapters/image';
import { AVATAR_SIZES, type AvatarSize } from './avatar-sizes';
import type { Client } from './client';
import { readImageFile } from './image-file';
import { type Outcome, refuse } from './outcome';

export const AVATAR_MAX_BYTES = 10 * 1024 * 1024;
export const AVATAR_MAX_PIXELS = 52_000_000;

export const AVATAR_TOO_LARGE = refuse('avatar.errors.tooLarge', 'avatar', { most: AVATAR_MAX_BYTES / 1024 / 1024 });

/** The same picture has the same version, so a form that is sent twice is saved once. */
export type AvatarChange = { version: string | null; squares: Square[] };

/**
 * Identifies a file by its content and makes an avatar of it.
 * @param area the chosen square, "left,top,side" in pixels of the upright picture; ignored if it isn't within it
 * @throws Unavailable
 */
export async function parseAvatar(
  file: Blob | 'none',
  { userId, area = '' }: { userId: string; area?: string },
): Promise<Outcome<{ avatar: AvatarChange }>> {
  if (file === 'none') return { ok: true, avatar: { version: null, squares: [] } };
  if (file.size > AVATAR_MAX_BYTES) return AVATAR_TOO_LARGE;
  const image = readImageFile(Buffer.from(await file.arrayBuffer()));
  if (typeof image === 'string') return refuse(`avatar.errors.${image}`, 'avatar');
  if (image.width * image.height > AVATAR_MAX_PIXELS)
    return refuse('avatar.errors.tooManyPixels', 'avatar', { most: AVATAR_MAX_PIXELS / 1_000_000 });
  const task = { file: image, sizes: AVATAR_SIZES, maxPixels: AVATAR_MAX_PIXELS, area: areaOf(area) };
  const squares = await toSquares(task, userId);
  if (!squares) return refuse('avatar.errors.damaged', 'avatar');
  const version = hashOf(Buffer.concat(squares.map(({ webp }) => webp))).toString('hex', 0, 16);
  return { ok: true, avatar: { version, squares } };
}

/** These writes belong in the transaction that changes the user's `avatarVersion`. */
export function saveAvatar(on: Database, userId: string, { version, squares }: AvatarChange, client: Client): Write[] {
  const removed = deleteAvatars(on, userId);
  if (version === null) return [removed, record(on, { userId, type: 'avatar-removed', client })];
  const rows = squares.map((square) => ({ userId, version, ...square }));
  return [removed, insertAvatar(on, rows), record(on, { userId, type: 'avatar-changed', client })];
}

function areaOf(text: string): Area | undefined {
  const [, left, top, side] = /^(\d{1,5}),(\d{1,5}),(\d{1,5})$/.exec(text) ?? [];
  return side === undefined ? undefined : { left: Number(left), top: Number(top), side: Number(side) };
}

export function avatarVersion(user: Pick<User, 'avatarVersion' | 'username'>): string {
  return user.avatarVersion ?? `initials-${hashOf(user.username).toString('hex', 0, 6)}`;
}

export const avatarPath = (user: Pick<User, 'id' | 'avatarVersion' | 'username'>): string =>
  `/avatars/${user.id}/${avatarVersion(user)}`;

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

/** White initials on the user's hue; every hue has a contrast of at least 4.5. */
function initialsPicture({ id, username }: User): string {
  const hue = hashOf(id).readUInt16BE() % 360;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="512" height="512"><rect width="64" height="64" fill="hsl(${hue} 45% 30%)"/><text x="32" y="33" fill="#fff" font-family="system-ui,sans-serif" font-size="27" text-anchor="middle" dominant-baseline="central">${escaped(initials(username))}</text></svg>`;
}

export function initials(username: string): string {
  const words = (username.split('@')[0] ?? '').split(/[^\p{L}\p{N}\p{M}]+/u).filter(Boolean);
  const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
  const first = (word: string) => [...graphemes.segment(word)][0]?.segment ?? '';
  return words.slice(0, 2).map(first).join('').toUpperCase() || '?';
}

const escaped = (text: string) => text.replace(/[<>&]/g, (character) => `&#${character.codePointAt(0)};`);

const hashOf = (text: string | Buffer) => createHash('sha256').update(text).digest();
