import { now } from '../../../lib/adapters/clock';
import { currentFormatter, translations } from '../../../lib/web/translations';

/** "Last seen yesterday". */
export function lastSeenText(lastSeenAt: number | null): string {
  const t = translations('people');
  return lastSeenAt === null
    ? t('neverSeen')
    : t('lastSeen', { when: currentFormatter().relativeTime(lastSeenAt, now()) });
}

export function twoFactorText(isOn: boolean): string {
  return translations('people')(isOn ? 'twoFactorOn' : 'twoFactorOff');
}
