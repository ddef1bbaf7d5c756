import { findAvatar } from '../../db/avatars';
import { findUserById, type User } from '../../db/users';
import { AVATAR_SIZES } from '../avatar-sizes';
import { isMacOf, macOf } from '../mac';

/**
 * The address of a user's avatar for applications, which have no session. It can't be guessed, and is another one after
 * each change.
 */
export function picturePath({ id, avatarVersion }: Pick<User, 'id' | 'avatarVersion'>): string | undefined {
  if (avatarVersion === null) return undefined;
  return `/oidc/picture/${id}/${macOf('picture', `${id} ${avatarVersion}`)}`;
}

/** @returns a WebP file, unless the avatar has changed or the user is disabled */
export async function findPicture(path: string, size?: number): Promise<Buffer | undefined> {
  const [, id = '', key = ''] = /^\/oidc\/picture\/([\w-]+)\/([\w-]+)$/.exec(path) ?? [];
  const user = id && (await findUserById(id));
  if (!user || user.disabledAt !== null || user.avatarVersion === null) return undefined;
  const { avatarVersion } = user;
  if (!isMacOf('picture', `${id} ${avatarVersion}`, key)) return undefined;
  return findAvatar(id, avatarVersion, AVATAR_SIZES.find((known) => known === size) ?? AVATAR_SIZES[0]);
}
