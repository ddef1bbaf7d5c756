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
  words: Record<'this' | 'activeNow' | 'lastUsed' | 'began' | 'address' | 'end', string>;
  dir: 'ltr' | 'rtl';
  end: (form: FormData) => Promise<void>;
};

export function SessionList({ sessions, words, dir, end }: Props) {
  return (
    <ul className="-mt-4 divide-y divide-base-300 last:-mb-4">
      {sessions.map(({ id, device, shape, address, began, lastUsed, endNamed }) => (
        <li
          key={id}
          className="flex flex-wrap items-center gap-x-3 gap-y-1 py-4 sm:grid sm:grid-cols-[minmax(0,1fr)_auto]"
        >
          <p className="flex flex-1 basis-32 flex-wrap items-center gap-x-2 gap-y-1 font-medium">
            <span className="flex min-w-0 gap-2">
              <Icon shape={shape} className="mt-0.5 size-5 text-muted" />
              <bdi dir={dir}>{device}</bdi>
            </span>
            {!lastUsed && <span className="badge badge-success badge-soft">{words.this}</span>}
          </p>
          <dl className="order-1 w-full text-muted text-sm sm:order-none sm:col-start-1 sm:ps-7 [&>div]:flex [&>div]:flex-wrap [&>div]:gap-x-2 [&_dt]:shrink-0">
            <div>
              <dt className={lastUsed ? undefined : 'sr-only'}>{words.lastUsed}</dt>
              <dd>{lastUsed ? <Time of={lastUsed} /> : words.activeNow}</dd>
            </div>
            <div>
              <dt>{words.began}</dt>
              <dd>
                <Time of={began} />
              </dd>
            </div>
            <div>
              <dt>{words.address}</dt>
              <dd>
                <IpAddress address={address} />
              </dd>
            </div>
          </dl>
          {endNamed && (
            <form id="session-end" action={end} className="sm:col-start-2 sm:row-span-2 sm:row-start-1">
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
