import type { User } from '../../db/users';
import { AVATAR_SIZES, avatarVersion } from '../../lib/avatar';

/** A user's picture, or initials, `size` CSS pixels wide. Decoration: the name stands beside it. */
export function Avatar({ user, size }: { user: User; size: 32 | 96 }) {
  const address = `/avatars/${user.id}/${avatarVersion(user)}`;
  return (
    <img
      src={`${address}?size=${size * 2}`}
      srcSet={AVATAR_SIZES.map((width) => `${address}?size=${width} ${width}w`).join(', ')}
      sizes={`${size}px`}
      width={size}
      height={size}
      alt=""
      className="shrink-0 rounded-full bg-base-300"
    />
  );
}
