'use client'; // as a server component it would be sent twice: as HTML and as the payload

import { Avatar } from './avatar';
import { PlainForm } from './form/plain-form';
import { Menu } from './menu';
import { PANEL, ROW } from './menu-row';
import { Person, type PersonProps } from './person';
import { Icon } from './svg-icon';

type Props = {
  person: PersonProps;
  /** Absent while the session opens no avatars yet. The menu shows the profile's file. */
  avatar?: string;
  profile: string;
  signOut: () => Promise<void>;
  words: Record<'menu' | 'settings' | 'signOut', string>;
};

export function PersonMenu({ person, avatar, profile, signOut, words }: Props) {
  return (
    <Menu name="person">
      <summary
        className="btn btn-ghost max-w-full flex-nowrap gap-2.5 px-3 font-normal"
        aria-label={`${words.menu}: ${person.username}`}
      >
        <bdi className="truncate">{person.username}</bdi>
        {avatar ? <Avatar path={avatar} size={32} fileOf={96} /> : <Icon shape="down" className="size-4" />}
      </summary>
      <div className={`${PANEL} w-80 max-w-[calc(100vw-2rem)]`}>
        <div className="mb-2 flex items-center gap-4 border-base-300 border-b px-3 pt-2 pb-4">
          {avatar && <Avatar path={avatar} size={48} fileOf={96} />}
          <div className="min-w-0">
            <Person {...person} />
          </div>
        </div>
        <ul>
          <li>
            <a href={profile} className={ROW}>
              <Icon shape="settings" className="size-4" />
              {words.settings}
            </a>
          </li>
          <li>
            <PlainForm id="sign-out" action={signOut}>
              <button type="submit" className={ROW}>
                <Icon shape="out" className="size-4 rtl:-scale-x-100" />
                {words.signOut}
              </button>
            </PlainForm>
          </li>
        </ul>
      </div>
    </Menu>
  );
}
