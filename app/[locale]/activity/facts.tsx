import { IpAddress } from '../../ui/ip-address';
import { Time, type TimeText } from '../../ui/time';
import { TextWithUsernames } from '../../ui/username';

/** `address` is absent if an administrator did it, and `by` says which one; otherwise it says on which device. */
export type Facts = { time: TimeText; by: string; address?: string; subject?: string };

type Props = { facts: Facts; dir: 'ltr' | 'rtl' };

/** When, and from where or by which administrator. */
export function EventFacts({ facts: { time, by, address, subject }, dir }: Props) {
  return (
    <p className="dotted text-muted text-sm">
      <Time of={time} />
      <bdi dir={dir}>{address === undefined ? <TextWithUsernames>{by}</TextWithUsernames> : by}</bdi>
      {address !== undefined && (
        <span>
          <IpAddress address={address} />
        </span>
      )}
      {subject && (
        <bdi dir={dir}>
          <TextWithUsernames>{subject}</TextWithUsernames>
        </bdi>
      )}
    </p>
  );
}
