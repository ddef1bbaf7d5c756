import type { IncomingMessage, ServerResponse } from 'node:http';
import sirv from 'sirv';

const PREFIX = '/_next/static';

/** `immutable` (RFC 8246) needs a max-age. */
const ONE_YEAR_SECONDS = 31_536_000;

/** A script or a style sheet runs under the policy of its page, and holds nothing secret. */
const NOT_FOR_FILES = [
  'Content-Security-Policy',
  'Cross-Origin-Opener-Policy',
  'Cross-Origin-Resource-Policy',
  'Permissions-Policy',
  'Referrer-Policy',
  'X-Robots-Tag',
];

function setHeaders(response: ServerResponse): void {
  for (const name of NOT_FOR_FILES) response.removeHeader(name);
}

export function assetServer(): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  const send = sirv('.next/static', {
    brotli: true,
    gzip: true,
    immutable: true,
    maxAge: ONE_YEAR_SECONDS,
    setHeaders,
  });
  return async (request, response) => {
    const { url = '/' } = request;
    if (!url.startsWith(`${PREFIX}/`)) return false;
    request.url = url.slice(PREFIX.length);
    const isFound = await new Promise<boolean>((resolve) => {
      response.once('close', () => resolve(true));
      // The file may be gone since the start: a newer build. Without its error the request would hang.
      response.once('pipe', (file) => file.once('error', () => response.destroy()));
      send(request, response, () => resolve(false));
    });
    request.url = url;
    return isFound;
  };
}
