import type { User } from '../../db/users';
import { Username } from './username';

/** Whose page this is: the username in full, role and company. */
export function Person({ user }: { user: User }) {
  return (
    <>
      <p className="wrap-anywhere font-semibold text-lg leading-snug">
        <Username>{user.username}</Username>
      </p>
      <RoleAndCompany user={user} className="text-base text-muted leading-snug" />
    </>
  );
}

export function RoleAndCompany({ user, className = '' }: { user: User; className?: string }) {
  return (
    <p className={`dotted ${className}`}>
      <span>
        <bdi>{user.role}</bdi>
      </span>
      <span>
        <bdi>{user.company}</bdi>
      </span>
    </p>
  );
}
