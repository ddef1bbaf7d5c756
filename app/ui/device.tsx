import { parseUserAgent } from '../../lib/adapters/user-agent';
import { translations } from '../../lib/web/translations';

/** A `User-Agent` header as "Firefox on Linux". */
export function describeDevice(userAgent: string): string {
  const t = translations('sessions');
  const { browser, system } = parseUserAgent(userAgent);
  return browser && system ? t('device', { browser, system }) : (browser ?? system ?? t('deviceUnknown'));
}
