/** The headers of `security.md` on every answer, whatever made it. */
export function securityHeaders({ policy, secure }: { policy: string; secure: boolean }): [string, string][] {
  return [
    ['Content-Security-Policy', policy],
    ['X-Content-Type-Options', 'nosniff'],
    ['Referrer-Policy', 'same-origin'],
    ['Cross-Origin-Opener-Policy', 'same-origin'],
    ['Cross-Origin-Resource-Policy', 'same-origin'],
    ['Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()'],
    ['X-Robots-Tag', 'noindex, nofollow'],
    ...(secure ? ([['Strict-Transport-Security', 'max-age=63072000']] as [string, string][]) : []),
  ];
}

/** A page runs the scripts that carry its nonce, and talks to nobody else. Development needs `eval`. */
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

/** A picture that a person uploaded does nothing but be seen. */
export const PICTURE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'";
