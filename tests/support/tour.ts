import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Browser, Entries } from './browser';
import { outlineOf } from './outline';
import { cookieNameAt } from './server';

/** Values that differ in each run, and their placeholders. */
const VARIABLE: [RegExp, string][] = [
  [/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID'],
  [/(?<=\/(initials-)?)[0-9a-f]{12,}(?=\?size)/g, 'VERSION'],
  [/(?<=\/logo\/)[\w-]+/g, 'VERSION'],
  [/(?<=localhost:)\d+/g, 'PORT'],
  [/data:image\/[^ ]+/g, 'data:image'],
  [/(?<=\b(event|before)=)\d+/g, 'NUMBER'],
  [/(?<=\b(token|list)=)[\w-]{16,}/g, 'TOKEN'],
  [/[A-Z][a-z]{2} \d{1,2}, \d{4}, \d{1,2}:\d\d\s[AP]M (UTC|GMT\S*)/g, 'DATE'],
  [/[A-Z][a-z]+ \d{1,2}, 2\d{3}/g, 'DAY'],
  [/(?<=(created|changed|seen|,)\s)now\b|\b\d+\s(second|minute)s? ago\b/gi, 'AGO'],
  [/\b[0-9a-z]{4,5}(-[0-9a-z]{4,5}){3}\b/g, 'CODE'],
  [/\b[A-Z2-7]{32}\b|\b([A-Z2-7]{4} ){7}[A-Z2-7]{4}\b/g, 'SECRET'],
];

const RECENT_MS = 3600_000;

/** A time zone in which today doesn't end soon. */
function zoneAtNoon(): string {
  const hours = new Date().getUTCHours() - 12;
  return `Etc/GMT${hours < 0 ? '' : '+'}${hours}`;
}

/** Writes down what someone gets who opens pages and sends forms: the answers, and the outlines of the pages. */
export class Tour {
  private readonly lines: string[] = [];
  private answers: string[] = [];
  private frame: string[] = [];
  private main: string[] = [];
  private path = '';

  constructor(readonly page: Browser) {
    page.jar.setCookieSync(`${cookieNameAt(page.url, 'portrait-zone')}=${zoneAtNoon()}; Path=/`, page.url);
    page.onResponse = (response) => this.answers.push(...answerOf(response));
  }

  async opens(path: string): Promise<Tour> {
    await this.page.opens(path);
    return this.writes(path);
  }

  async submits(form: string, entries: Entries = {}): Promise<Tour> {
    await this.page.submits(form, entries);
    return this.writes(`${form}: ${Object.keys(entries).join(', ') || 'nothing'}`);
  }

  /** Chooses a theme. */
  async chooses(theme: string): Promise<Tour> {
    const { page } = this;
    const body = page.filled('theme', {});
    body.append('theme', theme);
    await page.goes(page.url, { method: 'POST', body, headers: page.formHeaders() });
    return this.writes(`theme: ${theme}`);
  }

  /** Writes down what the page has around its header, navigation and main part. */
  around(): Tour {
    const { documentElement: root } = this.page.document;
    const copy = root.cloneNode(true) as HTMLElement;
    for (const part of copy.querySelectorAll('header, main, title')) part.remove();
    this.lines.push(...outlineOf(copy), '');
    return this;
  }

  /** Opens the first link whose address has a part. */
  async follows(part: string): Promise<Tour> {
    const link = this.page.document.querySelector(`main a[href*="${part}"]`);
    return this.opens(link?.getAttribute('href') ?? `no link with ${part}`);
  }

  get text(): string {
    return this.lines.join('\n');
  }

  /** A page that was shown again is written down as the lines that changed. */
  private writes(what: string): Tour {
    const { document, url } = this.page;
    const { pathname } = new URL(url);
    const german = document.querySelector('header nav [hreflang=de]')?.getAttribute('href');
    const referrer = document.querySelector('meta[name=referrer]')?.getAttribute('content');
    const marked = [...document.querySelectorAll('body > div > nav [aria-current]')];
    const frame = frameOf(document).map(withoutVariables);
    const main = outlineOf(document.querySelector('main') as Element)
      .slice(1)
      .map(withoutVariables);
    const lines = [
      `=== ${what}`,
      ...this.answers,
      `title ${document.title}`,
      ...(referrer ? [`referrer ${referrer}`] : []),
      ...(german ? [`in German ${german}`] : []),
      ...marked.map((link) => `navigation at ${link.textContent} (${link.getAttribute('aria-current')})`),
      ...changes(this.frame, frame),
      ...(pathname === this.path ? changes(this.main, main) : main),
      '',
    ];
    this.lines.push(...lines.map(withoutVariables));
    Object.assign(this, { main, path: pathname, answers: [], ...(frame.length > 1 && { frame }) });
    return this;
  }
}

function withoutVariables(line: string): string {
  const timeless = line.replace(/<time datetime=(\S+)>.*?<\/>/g, (whole, at) =>
    Math.abs(Date.now() - Date.parse(at)) < RECENT_MS ? '<time>' : whole,
  );
  return VARIABLE.reduce((text, [value, name]) => text.replace(value, name), timeless);
}

/** The lines that are gone, and those that are new. */
function changes(before: string[], after: string[]): string[] {
  if (before.length === 0 || after.length === 1) return after;
  const without = (lines: string[], others: string[]) => {
    const left = [...others];
    return lines.filter((line) => {
      const at = left.indexOf(line);
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    });
  };
  return [
    ...without(before, after).map((line) => `- ${line.trim()}`),
    ...without(after, before).map((line) => `+ ${line.trim()}`),
  ];
}

/** The header and the navigation, without what is different on every page; in other languages only the language. */
function frameOf(document: Document): string[] {
  const { documentElement: root } = document;
  if (root.lang !== 'en') return [`html dir=${root.dir} lang=${root.lang}`];
  const copy = root.cloneNode(true) as HTMLElement;
  for (const link of copy.querySelectorAll('header nav a')) link.removeAttribute('href');
  for (const link of copy.querySelectorAll('header ~ div > nav a')) link.removeAttribute('aria-current');
  // Another test on this server may have registered an application.
  for (const link of copy.querySelectorAll('nav a[href$="/applications"]')) link.parentElement?.remove();
  return [...copy.querySelectorAll('header, header ~ div > nav')].flatMap(outlineOf);
}

/** A response: where it redirects to, and the cookies that it sets. */
function answerOf({ status, headers }: Response): string[] {
  const location = headers.get('location');
  const cookies = headers.getSetCookie().map((cookie) => {
    const [, name, value, rest] = /^(\S+?)(?:-\d+)?=(.*?);(.*)$/.exec(cookie) ?? [];
    const isReadable = name === 'portrait-notice' || value === '';
    return `sets ${name}=${isReadable ? value : '…'};${rest?.replace(/ Expires=[^;]*;?/i, '')}`;
  });
  return [location ? `${status} to ${location}` : `${status}`, ...cookies.sort()];
}

/** Fails if the outline differs, or is missing; a missing one is written. */
export function expectOutline(tour: Tour, name: string): void {
  const file = `tests/outlines/${name}.txt`;
  const isKnown = existsSync(file);
  if (!isKnown) writeFileSync(file, tour.text);
  expect(tour.text).toBe(readFileSync(file, 'utf8'));
  expect([file, isKnown]).toEqual([file, true]);
}
