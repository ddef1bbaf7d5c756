import { cookies } from 'next/headers';
import { cookieName, IS_SECURE, MAX_COOKIE_SECONDS } from './cookies';

/** The browser's time zone, set by app/ui/time-zone.tsx and for pages without JavaScript. */
export const ZONE_COOKIE = cookieName('portrait-zone');

/** What JavaScript appends to `name=value`. */
export const ZONE_COOKIE_ATTRIBUTES = `; Path=/; Max-Age=${MAX_COOKIE_SECONDS}; SameSite=Lax${IS_SECURE ? '; Secure' : ''}`;

/** UTC if the browser's is unknown. */
export async function currentTimeZone(): Promise<string> {
  const zone = (await cookies()).get(ZONE_COOKIE)?.value ?? 'UTC';
  return /^[A-Za-z][\w+/-]{0,40}$/.test(zone) && isTimeZone(zone) ? zone : 'UTC';
}

function isTimeZone(zone: string): boolean {
  try {
    return dateFormat('en', 'day', zone) !== undefined;
  } catch {
    return false;
  }
}

const FORMATS = {
  instant: {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  },
  day: { dateStyle: 'full' },
  time: { hour: 'numeric', minute: '2-digit' },
  timeAndZone: { hour: 'numeric', minute: '2-digit', timeZoneName: 'short' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

export type DateStyle = keyof typeof FORMATS;

/** Zones come from a cookie, and a formatter takes kilobytes. */
const MAX_FORMATS = 200;
const formats = new Map<string, Intl.DateTimeFormat>();

/** @throws RangeError for an unknown time zone */
export function dateFormat(locale: string, style: DateStyle, timeZone: string): Intl.DateTimeFormat {
  const key = `${locale} ${style} ${timeZone}`;
  const made = formats.get(key) ?? new Intl.DateTimeFormat(locale, { ...FORMATS[style], timeZone });
  if (formats.size >= MAX_FORMATS) formats.clear();
  formats.set(key, made);
  return made;
}
