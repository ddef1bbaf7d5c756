import Bowser from 'bowser';

export type Device = { browser?: string; system?: string };

/** The names that may be shown. For programs it doesn't know, the parser returns whatever they sent. */
const BROWSERS = new Set<string>(Object.values(Bowser.BROWSER_MAP));
const SYSTEMS = new Set<string>(Object.values(Bowser.OS_MAP));

/** The browser and the operating system that a `User-Agent` header names, if they are known. */
export function parseUserAgent(userAgent: string): Device {
  if (userAgent === '') return {};
  const { browser, os } = Bowser.parse(userAgent);
  return { browser: known(browser.name, BROWSERS), system: known(os.name, SYSTEMS) };
}

function known(name: string | undefined, names: Set<string>): string | undefined {
  return name !== undefined && names.has(name) ? name : undefined;
}
