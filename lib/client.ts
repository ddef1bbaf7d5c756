export type Client = {
  address: string;
  userAgent: string;
  deviceCookie?: string;
  requestId?: string;
};

export const COMMAND_LINE: Client = { address: '', userAgent: 'npm run user' };

/** An administrator on the pages, whose address and device the person isn't told. */
export const NO_CLIENT: Client = { address: '', userAgent: '' };

/** Whether an administrator did it, on the pages or on the command line: people's own acts have an address. */
export function isByAdministrator({ address }: Pick<Client, 'address'>): boolean {
  return address === NO_CLIENT.address;
}
