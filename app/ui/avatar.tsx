import type { User } from '../../db/users';
import { AVATAR_SIZES, avatarVersion } from '../../lib/avatar';

const FRAMES = { 32: 'outline-1 outline-offset-2', 48: '', 96: '' };

type Props = { user: Pick<User, 'id' | 'username' | 'avatarVersion'>; size: keyof typeof FRAMES };

/** `size` is in CSS pixels. The alt text is empty because the name is beside it. */
export function Avatar({ user, size }: Props) {
  const address = `/avatars/${user.id}/${avatarVersion(user)}`;
  return (
    <img
      src={`${address}?size=${size === 32 ? 64 : 192}`}
      srcSet={AVATAR_SIZES.map((width) => `${address}?size=${width} ${width}w`).join(', ')}
      sizes={`${size}px`}
      width={size}
      height={size}
      alt=""
      fetchPriority="low" // else React preloads one size and the browser shows another
      className={`shrink-0 rounded-full bg-base-300 outline-primary ${FRAMES[size]}`}
    />
  );
}
