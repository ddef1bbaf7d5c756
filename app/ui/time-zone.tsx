import { currentTimeZone, ZONE_COOKIE, ZONE_COOKIE_ATTRIBUTES } from '../../lib/web/time-zone';
import { RememberTimeZone } from './remember-time-zone';

/** On pages with times, and where people log in, so that the first such page is already right. */
export async function TimeZone({ hasTimes = true }: { hasTimes?: boolean }) {
  const attributes = { start: `${ZONE_COOKIE}=`, end: ZONE_COOKIE_ATTRIBUTES };
  return <RememberTimeZone shown={await currentTimeZone()} hasTimes={hasTimes} {...attributes} />;
}
