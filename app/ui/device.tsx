import { deviceOf } from '../../lib/adapters/user-agent';
import { texts } from '../../lib/web/texts';

/** The device of a `User-Agent` header, in words. */
export function deviceInWords(userAgent: string): string {
  const t = texts('sessions');
  const { browser, system } = deviceOf(userAgent);
  return browser && system ? t('device', { browser, system }) : (browser ?? system ?? t('deviceUnknown'));
}
