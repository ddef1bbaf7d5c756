'use client'; // as a server component it would render and send each row twice: as HTML and as the payload

import { usePlainForm } from '../../ui/form/use-plain-form';
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
  const [alert, handlers] = usePlainForm(end);
  return (
    <>
      {alert}
      <ul {...handlers} className="-mt-4 divide-y divide-base-300 last:-mb-4">
        {sessions.map(({ id, device, shape, address, began, lastUsed, endNamed }) => (
          <li
            key={id}
            className="flex flex-wrap items-baseline gap-x-2 gap-y-1 py-4 sm:grid sm:grid-cols-[auto_minmax(0,1fr)_auto]"
          >
            <Icon shape={shape} className="relative top-1 size-5 text-muted" />
            <p className="flex flex-1 basis-28 flex-wrap items-center gap-x-2 gap-y-1 font-medium">
              <bdi dir={dir}>{device}</bdi>
              {!lastUsed && <span className="badge badge-success badge-soft">{words.this}</span>}
            </p>
            <p className="dotted order-1 w-full text-muted text-sm sm:col-start-2 sm:row-start-2">
              {lastUsed ? <Time of={lastUsed} /> : <span>{words.activeNow}</span>}
              <Time of={began} />
              <span>
                <IpAddress address={address} />
              </span>
            </p>
            {endNamed && (
              <form
                id="session-end"
                action={end}
                className="sm:col-start-3 sm:row-start-1 sm:row-end-3 sm:self-center sm:ps-1"
              >
                <input type="hidden" name="session" value={id} />
                <button type="submit" aria-label={endNamed} className="btn btn-sm">
                  {words.end}
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
