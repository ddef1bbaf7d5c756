/** A long IPv6 address breaks after a colon, never inside a group. */
export function IpAddress({ address }: { address: string }) {
  const groups = address.split(/(?<=:)/);
  return <bdi dir="ltr">{groups.flatMap((group, n) => (n > 0 ? [<wbr key={n} />, group] : [group]))}</bdi>;
}
