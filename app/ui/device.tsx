import { getTranslations } from 'next-intl/server';
import { deviceOf } from '../../lib/adapters/user-agent';

/** The device of a `User-Agent` header, in words. */
export async function deviceInWords(userAgent: string): Promise<string> {
  const t = await getTranslations('sessions');
  const { browser, system } = deviceOf(userAgent);
  return browser && system ? t('device', { browser, system }) : (browser ?? system ?? t('deviceUnknown'));
}
