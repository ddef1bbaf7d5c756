/** Who sends a request, as sessions and events record it. */
export type Client = {
  address: string;
  userAgent: string;
  /** See `issueDeviceCookie`. */
  deviceCookie?: string;
  /** In every log line of the request. */
  requestId?: string;
};

/** The administrator at the server's own command line. */
export const COMMAND_LINE: Client = { address: '', userAgent: 'npm run user' };

/** Only the command line has no address. */
export function isCommandLine({ address }: Pick<Client, 'address'>): boolean {
  return address === COMMAND_LINE.address;
}
