import { Username } from './username';

export type PersonProps = { username: string; role: string; company: string };

/** Whose page this is: the username in full, role and company. */
export function Person({ username, role, company }: PersonProps) {
  return (
    <>
      <p className="wrap-anywhere font-semibold text-lg leading-snug">
        <Username>{username}</Username>
      </p>
      <RoleAndCompany role={role} company={company} className="text-base text-muted leading-snug" />
    </>
  );
}

type RoleProps = Pick<PersonProps, 'role' | 'company'> & { className?: string };

export function RoleAndCompany({ role, company, className = '' }: RoleProps) {
  return (
    <p className={`dotted ${className}`}>
      <span>
        <bdi>{role}</bdi>
      </span>
      <span>
        <bdi>{company}</bdi>
      </span>
    </p>
  );
}
