import type { User } from '../../db/users';

/** Whose page this is: the username in full, role and company. */
export function Person({ user }: { user: User }) {
  return (
    <>
      <p className="wrap-anywhere font-semibold text-lg leading-snug">
        <bdi>{user.username}</bdi>
      </p>
      <p className="text-base text-muted leading-snug">
        <bdi>{user.role}</bdi> · <bdi>{user.company}</bdi>
      </p>
    </>
  );
}
