import { translations } from '../../../lib/web/translations';
import { agoText } from '../../ui/ago';

/** "Last seen yesterday". */
export function lastSeenText(lastSeenAt: number | null): string {
  const t = translations('people');
  return lastSeenAt === null ? t('neverSeen') : t('lastSeen', { when: agoText(lastSeenAt) });
}

export function twoFactorText(isOn: boolean): string {
  return translations('people')(isOn ? 'twoFactorOn' : 'twoFactorOff');
}
