import { avatarPath } from '../../../lib/avatar';
import type { ListedPerson } from '../../../lib/people/list';
import { currentLocale } from '../../../lib/web/translations';
import { Avatar } from '../../ui/avatar';
import { Username } from '../../ui/username';
import { PersonBadges } from './badges';
import { lastSeenText, twoFactorText } from './facts';

export function PersonItem({ person }: { person: ListedPerson }) {
  const people = `/${currentLocale()}/people`;
  return (
    <li className="flex gap-4 py-4">
      <span className="mt-1.5">
        <Avatar path={avatarPath(person)} size={32} />
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <a
            href={`${people}/${person.id}`}
            className="link pointer-coarse:-mt-5 pointer-coarse:mb-0 pointer-coarse:pt-5 pointer-coarse:pb-0 font-medium [overflow-wrap:anywhere]"
          >
            <Username>{person.username}</Username>
          </a>
          <PersonBadges person={person} />
        </p>
        <p className="dotted items-baseline text-sm">
          <span>
            <bdi>{person.role}</bdi>
          </span>
          <a
            href={`${people}?company=${encodeURIComponent(person.company)}`}
            className="link-hover link py-0.5 pointer-coarse:mt-0 pointer-coarse:-mb-5 pointer-coarse:pt-0 pointer-coarse:pb-5"
          >
            <bdi>{person.company}</bdi>
          </a>
        </p>
        <p className="dotted text-muted text-sm">
          <span>{twoFactorText(person.totpConfirmedAt !== null || person.hasPasskey)}</span>
          <span>{lastSeenText(person.lastSeenAt)}</span>
        </p>
      </div>
    </li>
  );
}
