import { Fragment } from 'react';

/** A long IPv6 address breaks after a colon, never inside a group. */
export function IpAddress({ address }: { address: string }) {
  const groups = address.split(/(?<=:)/);
  return (
    <bdi dir="ltr">
      {groups.map((group, n) => (
        <Fragment key={n}>
          {n > 0 && <wbr />}
          {group}
        </Fragment>
      ))}
    </bdi>
  );
}
