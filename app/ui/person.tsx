import type { User } from '../../db/users';
import { Username } from './username';

/** Whose page this is: the username in full, role and company. */
export function Person({ user }: { user: User }) {
  return (
    <>
      <p className="wrap-anywhere font-semibold text-lg leading-snug">
        <Username>{user.username}</Username>
      </p>
      <p className="dotted text-base text-muted leading-snug">
        <span>
          <bdi>{user.role}</bdi>
        </span>
        <span>
          <bdi>{user.company}</bdi>
        </span>
      </p>
    </>
  );
}
