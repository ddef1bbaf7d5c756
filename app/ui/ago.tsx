import { now } from '../../lib/adapters/clock';
import { ago } from '../../lib/i18n/ago';
import { currentLocale } from '../../lib/web/translations';
import { Time } from './time';

export function Ago({ at }: { at: number }) {
  return <Time of={{ at, text: agoText(at) }} />;
}

export const agoText = (at: number): string => ago(currentLocale(), at, now());
