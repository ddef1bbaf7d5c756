import { appLogo } from '../../../lib/app-logo';

type Context = RouteContext<'/logo/[version]'>;

/** Public: it is on the log-in page. lib/server/response.ts sandboxes it, so that an SVG can't run scripts. */
export async function GET(_: Request, { params }: Context): Promise<Response> {
  const logo = appLogo();
  if (logo?.version !== (await params).version) return new Response(null, { status: 404 });
  const headers = { 'Content-Type': logo.type, 'Cache-Control': 'public, max-age=31536000, immutable' };
  return new Response(new Uint8Array(logo.body), { headers });
}
