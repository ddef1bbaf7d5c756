import type { Event } from '../../../lib/activity';
import { isByAdministrator } from '../../../lib/client';
import { translations } from '../../../lib/web/translations';
import { describeDevice } from '../../ui/device';
import { instantText } from '../../ui/instant';
import type { Facts } from './facts';

export function describeEvent(event: Event, zone: string, { hasDate = false } = {}): Facts {
  const t = translations('activity');
  const { type, at, actor, subject, address, userAgent } = event;
  const style = zone === 'UTC' ? 'timeAndZone' : 'time';
  return {
    time: { at, text: instantText(at, zone, hasDate ? 'instant' : style) },
    ...(isByAdministrator(event)
      ? { by: actor ? t('by', { username: actor }) : t('administrator') }
      : { by: describeDevice(userAgent), address }),
    ...(subject && { subject: type === 'company-renamed' ? leftToRight(subject) : t('for', { username: subject }) }),
  };
}

/** An arrow between two names points from left to right in every language. */
const leftToRight = (text: string) => `\u2066${text}\u2069`;
