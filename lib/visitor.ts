/** Who sends a request, as far as it tells: what sessions and events remember of it. */
export type Visitor = {
  address: string;
  userAgent: string;
  /** What `markOfBrowser` gave to this browser, if it did. */
  browserMark?: string;
  /** What ties the lines of the log together that one request caused. */
  requestId?: string;
};

/** Stands for the administrator at the server's own command line. */
export const ADMINISTRATOR: Visitor = { address: '', userAgent: 'npm run user' };

/** Whether it was the administrator: nobody else has no address. */
export function isAdministrator({ address }: Pick<Visitor, 'address'>): boolean {
  return address === ADMINISTRATOR.address;
}
