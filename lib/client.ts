export type Client = {
  address: string;
  userAgent: string;
  deviceCookie?: string;
  requestId?: string;
};

export const COMMAND_LINE: Client = { address: '', userAgent: 'npm run user' };

/** Only the command line has no address. */
export function isCommandLine({ address }: Pick<Client, 'address'>): boolean {
  return address === COMMAND_LINE.address;
}
