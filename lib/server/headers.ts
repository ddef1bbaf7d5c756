/** Pages whose address has a token of a mailed link. */
const TOKEN_PAGE = /^\/\w+\/(set-password|confirm-username)\b/;

type PageOf = { policy: string; secure: boolean; path?: string };

export function securityHeaders({ policy, secure, path = '' }: PageOf): [string, string][] {
  return [
    ['Content-Security-Policy', policy],
    ['X-Content-Type-Options', 'nosniff'],
    ['Referrer-Policy', TOKEN_PAGE.test(path) ? 'no-referrer' : 'same-origin'],
    ['Cross-Origin-Opener-Policy', 'same-origin'],
    ['Cross-Origin-Resource-Policy', 'same-origin'],
    ['Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()'],
    ['X-Robots-Tag', 'noindex, nofollow'],
    ...(secure ? ([['Strict-Transport-Security', 'max-age=63072000']] as [string, string][]) : []),
  ];
}

/** Development needs `eval`. */
export function pagePolicy(nonce: string, { dev }: { dev: boolean }): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
    `style-src 'self'${dev ? " 'unsafe-inline'" : ` 'nonce-${nonce}'`}`,
    "img-src 'self' blob: data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** A picture runs nothing and loads nothing. An SVG may have its own styles. */
export const PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";
