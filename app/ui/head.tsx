import type { Theme } from '../../lib/web/theme-cookie';

/** `base-200` of globals.css. */
const AROUND = { light: '#f5f7fa', dark: '#0d0f15' };

/** Written out, because Next's `metadata` and `viewport` take a tenth of a page's processor time. */
export function Head({ theme }: { theme: Theme }) {
  const sides = theme === 'light' || theme === 'dark' ? [theme] : (['light', 'dark'] as const);
  return (
    <head>
      <meta name="format-detection" content="telephone=no" />
      {/* Where the address has a token, the header says `no-referrer`. Without JavaScript, browsers then post
          `Origin: null` (Fetch, "append a request Origin header"), which is refused. */}
      <meta name="referrer" content="same-origin" />
      {/* In the HTML, so that a dark page doesn't flash white before its styles arrive. */}
      <meta name="color-scheme" content={sides.join(' ')} />
      {sides.map((side) => (
        <meta
          key={side}
          name="theme-color"
          media={sides.length > 1 ? `(prefers-color-scheme: ${side})` : undefined}
          content={AROUND[side]}
        />
      ))}
      <link rel="icon" href="/favicon.ico" type="image/x-icon" sizes="32x32" />
      <link rel="icon" href="/icon.svg" type="image/svg+xml" sizes="any" />
      <link rel="apple-touch-icon" href="/apple-icon.png" type="image/png" sizes="180x180" />
    </head>
  );
}
