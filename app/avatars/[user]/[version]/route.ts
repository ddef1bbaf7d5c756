import { findUserAvatar } from '../../../../lib/avatar';
import { AVATAR_SIZES } from '../../../../lib/avatar-sizes';
import { isTwoFactorMissing } from '../../../../lib/required-two-factor';
import { currentSession } from '../../../../lib/web/session';

type Context = RouteContext<'/avatars/[user]/[version]'>;

export async function GET(request: Request, { params }: Context): Promise<Response> {
  const session = await currentSession();
  if (!session || (await isTwoFactorMissing(session))) return new Response(null, { status: 401 });
  const { user, version } = await params;
  const asked = Number(new URL(request.url).searchParams.get('size'));
  const size = AVATAR_SIZES.find((size) => size === asked) ?? AVATAR_SIZES[0];
  const avatar = await findUserAvatar(user, version, size);
  if (!avatar) return new Response(null, { status: 404 });
  const headers = { 'Cache-Control': 'private, max-age=31536000, immutable', ETag: `"${version}-${size}"` };
  if (isKept(headers.ETag, request)) return new Response(null, { status: 304, headers });
  return new Response(new Uint8Array(Buffer.from(avatar.body)), {
    headers: { ...headers, 'Content-Type': avatar.type },
  });
}

/** RFC 9110, section 13.1.2. */
function isKept(etag: string, request: Request): boolean {
  const kept = request.headers.get('if-none-match') ?? '';
  return kept.trim() === '*' || kept.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}
