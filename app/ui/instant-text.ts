const FORMAT = {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
} as const;

export function instantText(at: number, locale: string, timeZone: string): string {
  return new Intl.DateTimeFormat(locale, { ...FORMAT, timeZone }).format(at);
}
