const FORMAT = {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
} as const;

const formats = new Map<string, Intl.DateTimeFormat>();

export function instantText(at: number, locale: string, timeZone: string): string {
  const key = `${locale} ${timeZone}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, { ...FORMAT, timeZone });
  formats.set(key, format);
  return format.format(at);
}
