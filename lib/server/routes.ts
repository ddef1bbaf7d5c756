import { LOCALES } from '../i18n/locales';
import { NEXT_AUTH_ROUTES } from './next-auth-internals';

const READ = ['GET', 'HEAD'];
const FORM = [...READ, 'POST'];

/** Next makes more addresses than the product has, such as `/en/profile.segments/_tree.segment.rsc`. */
const ROUTES: [path: RegExp, methods: string[]][] = [
  [new RegExp(`^/(${LOCALES.join('|')})(/(?!_)[\\w-]+)*/?$`), FORM],
  [/^\/(?!api\/|avatars\/|_)([\w-]+(\/(?!_)[\w-]+)*\/?)?$/, READ], // without a locale: proxy.ts redirects
  [/^\/avatars\/[\w-]+\/[\w-]+$/, READ],
  [/^\/(common-passwords\.txt|icon\.svg|apple-icon\.png|favicon\.ico)$/, READ],
  [/^\/\.well-known\/(change-password|security\.txt)$/, READ],
  [/^\/_next\/static\/[\w./~-]+$/, READ],
  [NEXT_AUTH_ROUTES.read, READ],
  [NEXT_AUTH_ROUTES.post, ['POST']],
];

/** What `next dev` adds. */
const DEV_ROUTE = /^\/(_next|__nextjs[\w-]*)(\/|$)/;

/** The methods that an address answers, RFC 9110's `Allow`; none where there is nothing. */
export function allowedMethods(url: string): string[] {
  const path = url.split('?', 1)[0] ?? '';
  if (process.env.NODE_ENV === 'development' && DEV_ROUTE.test(path)) return FORM;
  return ROUTES.find(([route]) => route.test(path))?.[1] ?? [];
}
