/**
 * Lets the form of a page whose address has a token name its origin. Under the header's `no-referrer`, browsers post
 * `Origin: null` without JavaScript (Fetch, "append a request Origin header"), which is refused. Other origins still
 * see no referrer.
 */
export function SendOrigin() {
  return <meta name="referrer" content="same-origin" />;
}
