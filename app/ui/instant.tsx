import { type DateStyle, dateFormat } from '../../lib/web/time-zone';
import { currentLocale } from '../../lib/web/translations';

type Props = { at: number; zone: string; style?: DateStyle };

/** In the reader's time zone, `currentTimeZone()`, which a page with this stores with `TimeZone`. */
export function Instant({ at, zone, style }: Props) {
  return <time dateTime={new Date(at).toISOString()}>{instantText(at, zone, style)}</time>;
}

export function instantText(at: number, zone: string, style: DateStyle = 'instant'): string {
  return dateFormat(currentLocale(), style, zone).format(at);
}
