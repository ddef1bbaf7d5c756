import { now } from '../../lib/adapters/clock';
import { currentFormatter } from '../../lib/web/translations';

/** "2 hours ago". */
export function Ago({ at }: { at: number }) {
  return <time dateTime={new Date(at).toISOString()}>{agoText(at)}</time>;
}

export function agoText(at: number): string {
  return currentFormatter().relativeTime(at, now());
}
