import type { JSDOM } from 'jsdom';
import { CookieJar } from 'tough-cookie';
import { loadOnce } from './shared';

export type Entries = Record<string, string | File | boolean>;

/**
 * A browser without JavaScript: keeps cookies, follows redirects, parses HTML with a real parser, and sends forms as
 * the HTML standard says, with the values of the page.
 */
export class Browser {
  url: string;
  status = 0;
  headers = new Headers();
  /** The statuses of all redirects and of the page. */
  statuses: number[] = [];
  html = '';
  /** Called with every response as it arrives, before a redirect is followed. */
  onResponse: (response: Response) => void = () => {};
  private dom!: JSDOM;

  constructor(
    origin: string,
    readonly requestHeaders: Record<string, string> = {},
    readonly jar = new CookieJar(),
  ) {
    this.url = `${origin}/`;
  }

  get path(): string {
    const { pathname, search, hash } = new URL(this.url);
    return pathname + search + hash;
  }

  get document(): Document {
    return this.dom.window.document;
  }

  async opens(path: string): Promise<this> {
    return this.goes(path, { method: 'GET' });
  }

  async reloads(): Promise<this> {
    return this.opens(this.path);
  }

  async submits(form: string, entries: Entries = {}): Promise<this> {
    return this.goes(this.url, { method: 'POST', body: this.filled(form, entries), headers: this.formHeaders() });
  }

  /** The entries that a form would send. */
  filled(id: string, entries: Entries): FormData {
    const form = this.document.querySelector<HTMLFormElement>(`form[id="${id}"]`);
    if (!form) throw new Error(`no form ${id} on ${this.path}`);
    for (const [name, value] of Object.entries(entries)) fill(form, name, value);
    const data = new FormData();
    for (const [name, value] of new this.dom.window.FormData(form))
      data.append(name, typeof value === 'string' ? value : new File([], ''));
    for (const [name, value] of Object.entries(entries)) if (value instanceof File) data.set(name, value);
    return data;
  }

  text(selector: string): string | undefined {
    return this.document.querySelector(selector)?.textContent?.trim();
  }

  get alert() {
    return this.text('[role=alert]');
  }

  get notice() {
    return this.text('[role=status]');
  }

  /** The name of the field at fault, which must have a message of its own. */
  get fieldAtFault(): string | undefined {
    const field = this.document.querySelector('[aria-invalid=true]');
    const describedBy = field?.getAttribute('aria-describedby')?.split(' ') ?? [];
    const messages = describedBy.map((id) => this.document.getElementById(id)?.textContent);
    return messages.includes(this.alert) ? (field?.getAttribute('name') ?? undefined) : undefined;
  }

  value(name: string): string | undefined {
    return this.document.querySelector<HTMLInputElement>(`[name="${name}"]`)?.value;
  }

  /** Sends any request with the browser's cookies, and follows redirects. */
  async goes(address: string, init: RequestInit): Promise<this> {
    this.statuses = [];
    let request = { address: new URL(address, this.url).href, init };
    for (;;) {
      const response = await this.fetches(request.address, request.init);
      this.statuses.push(response.status);
      this.onResponse(response);
      const location = response.headers.get('location');
      if (!location || response.status < 300 || response.status > 399) return this.shows(request.address, response);
      const next = new URL(location, request.address);
      next.hash ||= new URL(request.address).hash;
      request = { address: next.href, init: { method: 'GET' } };
    }
  }

  /** Sends one request with the browser's cookies. */
  async fetches(address: string, init: RequestInit = {}): Promise<Response> {
    const { href } = new URL(address, this.url);
    const cookie = await this.jar.getCookieString(href);
    const headers = {
      accept: 'text/html',
      ...this.requestHeaders,
      ...(init.headers as object),
      ...(cookie && { cookie }),
    };
    const response = await fetch(href, { ...init, headers, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) await this.jar.setCookie(cookie, href);
    return response;
  }

  formHeaders(): Record<string, string> {
    return { origin: new URL(this.url).origin, 'sec-fetch-site': 'same-origin' };
  }

  private async shows(address: string, response: Response): Promise<this> {
    this.url = address;
    this.status = response.status;
    this.headers = response.headers;
    this.html = await response.text();
    const { JSDOM } = await loadOnce<typeof import('jsdom')>('jsdom');
    this.dom = new JSDOM(this.html, { url: address });
    return this;
  }
}

function fill(form: HTMLFormElement, name: string, value: Entries[string]): void {
  const field = form.elements.namedItem(name) as HTMLInputElement | HTMLSelectElement | null;
  if (!field) throw new Error(`no field ${name} in form ${form.id}`);
  if (value instanceof File) return;
  if (typeof value === 'boolean') (field as HTMLInputElement).checked = value;
  else field.value = value;
}
