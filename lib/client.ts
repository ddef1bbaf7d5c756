/** Who sends a request, as far as it tells: what sessions and events remember of it. */
export type Client = {
  address: string;
  userAgent: string;
  /** What `markOfBrowser` gave to this browser, if it did. */
  deviceCookie?: string;
  /** What ties the lines of the log together that one request caused. */
  requestId?: string;
};

/** Stands for the administrator at the server's own command line. */
export const COMMAND_LINE: Client = { address: '', userAgent: 'npm run user' };

/** Whether it was the administrator: nobody else has no address. */
export function isCommandLine({ address }: Pick<Client, 'address'>): boolean {
  return address === COMMAND_LINE.address;
}
