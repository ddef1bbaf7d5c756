/** `at` in milliseconds, and how the page shows it. */
export type TimeText = { at: number; text: string };

export function Time({ of: { at, text } }: { of: TimeText }) {
  return <time dateTime={new Date(at).toISOString()}>{text}</time>;
}
