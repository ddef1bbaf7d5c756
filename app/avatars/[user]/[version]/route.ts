import { AVATAR_SIZES, avatarOf } from '../../../../lib/avatar';
import { currentSession } from '../../../../lib/web/session';

type Context = RouteContext<'/avatars/[user]/[version]'>;

/** A user's avatar. Its address names its version, so that it may be kept for good. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  if (!(await currentSession())) return new Response(null, { status: 401 });
  const { user, version } = await params;
  const asked = Number(new URL(request.url).searchParams.get('size'));
  const size = AVATAR_SIZES.find((size) => size === asked) ?? AVATAR_SIZES[0];
  const avatar = await avatarOf(user, version, size);
  if (!avatar) return new Response(null, { status: 404 });
  return new Response(new Uint8Array(Buffer.from(avatar.body)), {
    headers: { 'Content-Type': avatar.type, 'Cache-Control': 'private, max-age=31536000, immutable' },
  });
}
