import { now } from '../../lib/adapters/clock';
import { currentFormatter, currentLocale } from '../../lib/web/translations';

/** "2 hours ago". */
export function Ago({ at }: { at: number }) {
  return <time dateTime={new Date(at).toISOString()}>{agoText(at)}</time>;
}

export function agoText(at: number): string {
  const text = currentFormatter().relativeTime(at, now());
  return currentLocale() === 'ja' ? text.replace(/(?<=\d) /, '') : text; // like the other numbers in our Japanese
}
