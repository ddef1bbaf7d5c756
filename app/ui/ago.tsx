import { now } from '../../lib/adapters/clock';
import { ago } from '../../lib/i18n/ago';
import { currentLocale } from '../../lib/web/translations';

export function Ago({ at }: { at: number }) {
  return <time dateTime={new Date(at).toISOString()}>{agoText(at)}</time>;
}

export const agoText = (at: number): string => ago(currentLocale(), at, now());
