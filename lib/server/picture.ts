import type { IncomingMessage } from 'node:http';
import { findPicture } from '../applications/picture';
import { localUrl } from '../local-url';
import { PICTURE_POLICY } from './headers';
import type { PageResponse } from './response';

/** A user's avatar for applications and the browsers of their users. */
export async function answerPicture({ url = '', method }: IncomingMessage, response: PageResponse): Promise<void> {
  const { pathname, searchParams } = localUrl(url);
  const picture = await findPicture(pathname, Number(searchParams.get('size')));
  if (!picture) return response.sendStatus('404');
  response.setHeader('Content-Type', 'image/webp');
  response.setHeader('Content-Length', picture.length);
  response.setHeader('Cache-Control', 'private, max-age=300');
  response.setHeader('Content-Security-Policy', PICTURE_POLICY);
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin'); // applications show it
  response.writeHead(200);
  response.end((method === 'HEAD' ? undefined : picture) as never);
}
