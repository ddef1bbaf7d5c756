import { resolve } from 'node:path';
import type { Browser } from '../../tests/support/browser';
import { PASSWORD } from '../../tests/support/people';
import { signIn } from '../../tests/support/scenes';
import { launchServer, type Portrait } from '../../tests/support/server';

/** Sessions, and events: as many as the activity page shows. */
const ROWS = 20;

const ADMINISTRATOR = 'admin@example.com';

export const PAGES = ['sign-in', 'profile', 'sessions', 'activity'] as const;

export type BusyServer = { portrait: Portrait; browser: Browser; cookie: string };

/**
 * A server whose administrator has 20 sessions and 20 events. It uses the server's pages only, so that it works with
 * another version's, too.
 */
export async function busyServer(checkout = '.', settings = {}): Promise<BusyServer> {
  const administrator = { ADMIN_USERNAME: ADMINISTRATOR, ADMIN_PASSWORD: PASSWORD };
  const portrait = await launchServer({ ...administrator, ...settings }, { cwd: resolve(checkout) });
  for (let made = 1; made < ROWS; made++) await signIn(portrait, ADMINISTRATOR);
  const browser = await signIn(portrait, ADMINISTRATOR);
  const cookie = await browser.jar.getCookieString(browser.url);
  return { portrait, browser, cookie };
}

export const pidOf = ({ portrait }: Pick<BusyServer, 'portrait'>) => portrait.process().pid as number;

export function pageOf(server: BusyServer, page: string, headers: Record<string, string>) {
  const isSignedIn = page !== 'sign-in';
  return {
    url: `${server.portrait.url}/en/${page}`,
    pid: pidOf(server),
    headers: { ...headers, ...(isSignedIn && { cookie: server.cookie }) },
  };
}
