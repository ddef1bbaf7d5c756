import Bowser from 'bowser';

export type Device = { browser?: string; system?: string };

/** Names that may be shown. For unknown programs, the parser returns whatever they sent. */
const BROWSERS = new Set<string>(Object.values(Bowser.BROWSER_MAP));
const SYSTEMS = new Set<string>(Object.values(Bowser.OS_MAP));

export function parseUserAgent(userAgent: string): Device {
  if (userAgent === '') return {};
  const { browser, os } = Bowser.parse(userAgent);
  return { browser: known(browser.name, BROWSERS), system: known(os.name, SYSTEMS) };
}

function known(name: string | undefined, names: Set<string>): string | undefined {
  return name !== undefined && names.has(name) ? name : undefined;
}
