import Bowser from 'bowser';

export type Device = { browser?: string; system?: string; isHandheld: boolean };

/** Names that may be shown. For unknown programs, the parser returns whatever they sent. */
const BROWSERS = new Set<string>(Object.values(Bowser.BROWSER_MAP));
const SYSTEMS = new Set<string>(Object.values(Bowser.OS_MAP));

/** Lists show the same few devices again and again. Parsing them took 3 % of the sessions page. */
const parsed = new Map<string, Device>();
const MAX_PARSED = 200;

export function parseUserAgent(userAgent: string): Device {
  const device = parsed.get(userAgent) ?? parse(userAgent);
  if (parsed.size >= MAX_PARSED) parsed.clear();
  parsed.set(userAgent, device);
  return device;
}

function parse(userAgent: string): Device {
  if (userAgent === '') return { isHandheld: false };
  const { browser, os, platform } = Bowser.parse(userAgent);
  return {
    browser: known(browser.name, BROWSERS),
    system: known(os.name, SYSTEMS),
    isHandheld: platform.type === 'mobile' || platform.type === 'tablet',
  };
}

function known(name: string | undefined, names: Set<string>): string | undefined {
  return name !== undefined && names.has(name) ? name : undefined;
}
