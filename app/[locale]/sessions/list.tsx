'use client'; // as a server component it would render and send each row twice: as HTML and as the payload

import { IpAddress } from '../../ui/ip-address';
import { Icon } from '../../ui/svg-icon';
import { Time, type TimeText } from '../../ui/time';

/** `lastUsed` and `endNamed` are absent in the current session, which is in use and can't be ended here. */
export type ListedSession = {
  id: string;
  device: string;
  shape: 'monitor' | 'phone';
  address: string;
  began: TimeText;
  lastUsed?: TimeText;
  endNamed?: string;
};

type Props = {
  sessions: ListedSession[];
  words: Record<'this' | 'activeNow' | 'end', string>;
  dir: 'ltr' | 'rtl';
  end: (form: FormData) => Promise<void>;
};

export function SessionList({ sessions, words, dir, end }: Props) {
  return (
    <ul className="-mt-4 divide-y divide-base-300 last:-mb-4">
      {sessions.map(({ id, device, shape, address, began, lastUsed, endNamed }) => (
        <li key={id} className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-baseline gap-x-2 gap-y-1 py-4">
          <Icon shape={shape} className="relative top-1 size-5 text-muted" />
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
            <bdi dir={dir}>{device}</bdi>
            {!lastUsed && <span className="badge badge-success badge-soft">{words.this}</span>}
          </p>
          <p className="dotted col-start-1 col-end-4 text-muted text-sm sm:col-start-2 sm:col-end-3">
            {lastUsed ? <Time of={lastUsed} /> : <span>{words.activeNow}</span>}
            <Time of={began} />
            <span>
              <IpAddress address={address} />
            </span>
          </p>
          {endNamed && (
            <form id="session-end" action={end} className="col-start-3 row-start-1 ps-1 sm:row-end-3 sm:self-center">
              <input type="hidden" name="session" value={id} />
              <button type="submit" aria-label={endNamed} className="btn btn-sm">
                {words.end}
              </button>
            </form>
          )}
        </li>
      ))}
    </ul>
  );
}
