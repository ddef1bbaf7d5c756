import { cookies } from 'next/headers';
import { CODE_TICKET_LIFE_MS, findUserOfCodeTicket } from '../sign-in';
import { COOKIE_OPTIONS, cookieName } from './cookies';

/** Binds a sign-in that needs a code to its browser. */
export const TICKET_COOKIE = cookieName('portrait-ticket');

export async function setTicketCookie(ticket: string): Promise<void> {
  (await cookies()).set(TICKET_COOKIE, ticket, { ...COOKIE_OPTIONS, maxAge: CODE_TICKET_LIFE_MS / 1000 });
}

export async function sentTicket(): Promise<string | undefined> {
  return (await cookies()).get(TICKET_COOKIE)?.value;
}

/** A ticket that needs a code. */
export async function currentTicket(): Promise<string | undefined> {
  const ticket = await sentTicket();
  return ticket && (await findUserOfCodeTicket(ticket)) ? ticket : undefined;
}
