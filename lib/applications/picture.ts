import { createHmac } from 'node:crypto';
import { findAvatar } from '../../db/avatars';
import { findUserById, type User } from '../../db/users';
import { AVATAR_SIZES } from '../avatar-sizes';
import { equalSecrets } from '../equal-secrets';
import { deriveKey } from '../keys';
import { authSecrets } from '../settings';

/**
 * The address of a user's avatar for applications, which have no session. It can't be guessed, and is another one after
 * each change.
 */
export function picturePath({ id, avatarVersion }: Pick<User, 'id' | 'avatarVersion'>): string | undefined {
  if (avatarVersion === null) return undefined;
  return `/oidc/picture/${id}/${keyOf(authSecrets()[0] as string, id, avatarVersion)}`;
}

/** @returns a WebP file, unless the avatar has changed or the user is disabled */
export async function findPicture(path: string, size?: number): Promise<Buffer | undefined> {
  const [, id = '', key = ''] = /^\/oidc\/picture\/([\w-]+)\/([\w-]+)$/.exec(path) ?? [];
  const user = id && (await findUserById(id));
  if (!user || user.disabledAt !== null || user.avatarVersion === null) return undefined;
  const { avatarVersion } = user;
  if (!authSecrets().some((secret) => equalSecrets(key, keyOf(secret, id, avatarVersion)))) return undefined;
  return findAvatar(id, avatarVersion, AVATAR_SIZES.find((known) => known === size) ?? AVATAR_SIZES[0]);
}

function keyOf(secret: string, userId: string, version: string): string {
  const key = deriveKey(secret, 'picture');
  return createHmac('sha256', key).update(`${userId} ${version}`).digest('base64url');
}
