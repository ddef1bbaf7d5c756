export function eventId(text: string | string[] | undefined): number | undefined {
  return typeof text === 'string' && /^[1-9][0-9]{0,14}$/.test(text) ? Number(text) : undefined;
}
