import { type IncomingMessage, ServerResponse } from 'node:http';
import { randomLegible, randomNonce } from '../adapters/random';
import { DEFAULT_LOCALE, localeOfPath } from '../i18n/locales';
import { IS_SECURE } from '../web/cookies';
import { CLEAR_NOTICE_COOKIE, hasNotice, isNoticeCookie } from '../web/notice-cookie';
import type { RequestContext } from '../web/request-context';
import { themeIn } from '../web/theme-cookie';
import { COMPRESS_MIN_BYTES, compress, type Encoding, encodingFor } from './compression';
import { PICTURE_POLICY, pagePolicy, securityHeaders } from './headers';
import { isNextAuthPath, nextAuthStatus } from './next-auth-internals';
import { isBareFailure, isNeeded, isOfThisBuild, isScripted, REPLACED_HEADERS, statusOf } from './next-internals';
import { allowedMethods } from './request-guard';
import { type PageStatus, statusPage, statusSentence } from './status-page';

const DEFAULT_RETRY_SECONDS = 10;

/**
 * Every response of the server. A response that Next writes gets its final status and headers here, a page instead of a
 * bare failure, and compression. Next sends its pages in one piece anyway, so holding them back costs nothing.
 */
export class PageResponse<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {
  policy = '';
  context!: RequestContext;
  private isNexts = false;
  private failure?: PageStatus;
  private mayCompress = false;
  private encoding?: Encoding;
  private readonly held: Uint8Array[] = [];

  begin({ url = '/', method, headers }: IncomingMessage, { dev }: { dev: boolean }): this {
    const nonce = randomNonce();
    this.context = {
      reference: randomLegible(2, 4),
      path: url,
      locale: localeOfPath(url) ?? DEFAULT_LOCALE,
      nonce,
      isForm: method === 'POST',
      isScripted: isScripted(headers),
    };
    this.policy = /^\/(avatars|logo|_next\/static)\//.test(url) ? PICTURE_POLICY : pagePolicy(nonce, { dev });
    for (const [name, value] of securityHeaders({ policy: this.policy, secure: IS_SECURE, path: url }))
      this.setHeader(name, value);
    return this;
  }

  /** `form-action` also covers the redirects after a form, of which the last leads to an application. */
  allowFormTarget(origin: string): void {
    this.policy = this.policy.replace("form-action 'self'", `form-action 'self' ${origin}`);
    this.setHeader('Content-Security-Policy', this.policy);
  }

  handToNext({ dev }: { dev: boolean }): void {
    this.isNexts = true;
    this.mayCompress = !dev;
  }

  /** Sends a status page, or only its sentence if React reads it, and closes the connection. */
  sendStatus(status: PageStatus): void {
    if (this.headersSent) return;
    this.isNexts = false;
    const body = Buffer.from(this.failureBody(status));
    if (status === '405' && !this.hasHeader('Allow'))
      this.setHeader('Allow', allowedMethods(this.context.path).join(', '));
    if (status === '503') this.setHeader('Retry-After', this.context.retryAfterSeconds ?? DEFAULT_RETRY_SECONDS);
    this.setHeader('Connection', 'close');
    this.setFailureHeaders();
    this.setHeader('Content-Length', body.length);
    this.writeHead(Number(status));
    super.end(body);
  }

  override writeHead(status: number, ...rest: never[]): this {
    return super.writeHead(this.complete(status), ...rest);
  }

  /** The head is sent with the first bytes of the body: one system call less for each page. */
  override flushHeaders(): void {}

  override write(chunk: Uint8Array | string, ...rest: never[]): boolean {
    this.complete(this.statusCode);
    if (!this.isHeld()) return super.write(chunk, ...rest);
    this.hold(chunk);
    const done = rest.find((argument) => typeof argument === 'function') as (() => void) | undefined;
    if (done) process.nextTick(done);
    return true;
  }

  /** Emits `ended` at once; `finish` comes when the client has read it. */
  override end(...args: never[]): this {
    this.complete(this.statusCode);
    this.endNow(args);
    this.emit('ended');
    return this;
  }

  private endNow(args: never[]): void {
    if (!this.isHeld()) return void super.end(...args);
    const [chunk] = args as unknown[];
    if (typeof chunk === 'string' || chunk instanceof Uint8Array) this.hold(chunk);
    const text = this.failure ? Buffer.from(this.failureBody(this.failure)) : Buffer.concat(this.held);
    if (isOfThisBuild(this.req.headers) && text.includes(CLEAR_NOTICE_COOKIE)) this.clearNotice();
    super.end(this.compressed(text), ...(args.filter((argument) => typeof argument === 'function') as never[]));
  }

  private hold(chunk: Uint8Array | string): void {
    this.held.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  }

  /** Sets the final status and headers of Next's response before they are sent. @returns the status */
  private complete(nextStatus: number): number {
    if (!this.isNexts) return nextStatus;
    this.isNexts = false;
    const { context } = this;
    const isNextAuth = isNextAuthPath(context.path);
    const status = isNextAuth ? nextAuthStatus(context, this, nextStatus) : statusOf(context, this, nextStatus);
    for (const name of this.getHeaderNames()) if (!isNeeded(name, this.req.headers)) this.removeHeader(name);
    if (!this.hasHeader('Cache-Control')) this.setHeader('Cache-Control', 'no-store');
    if (context.retryAfterSeconds) this.setHeader('Retry-After', context.retryAfterSeconds);
    if (context.cookie) this.appendHeader('Set-Cookie', context.cookie);
    if (nextStatus === 200 && this.isPageWithNotice()) this.clearNotice();
    if (nextStatus === 405) this.setHeader('Allow', 'GET, HEAD'); // a route handler; all are read-only
    if (status >= 400 && (isNextAuth || isBareFailure(context, this, nextStatus))) {
      this.failure = `${status}` as PageStatus;
      this.setFailureHeaders();
    }
    if (this.mayCompress && this.isText()) this.encoding = encodingFor(this.req);
    this.statusCode = status;
    return status;
  }

  private isHeld(): boolean {
    if (this.headersSent || !this.context) return false;
    const isAnswerToReact = this.context.isForm && this.context.isScripted;
    const isWhole = isAnswerToReact || this.context.isSignIn === true; // Next waits for a client that reads slowly
    return this.failure !== undefined || this.encoding !== undefined || isWhole;
  }

  private isText(): boolean {
    const type = String(this.getHeader('content-type'));
    return /^(text\/(html|plain|x-component)|image\/svg)/.test(type) && !this.hasHeader('content-encoding');
  }

  private compressed(text: Buffer): Buffer {
    this.appendHeader('Vary', 'Accept-Encoding');
    if (!this.encoding || text.length < COMPRESS_MIN_BYTES) return text;
    const body = compress(text, this.encoding);
    this.setHeader('Content-Encoding', this.encoding);
    this.setHeader('Content-Length', body.length);
    return body;
  }

  /** The response to a form that React sent has the next page in it, so the notice's cookie is never needed. */
  private clearNotice(): void {
    const cookies = [this.getHeader('Set-Cookie') ?? []].flat().map(String);
    this.setHeader('Set-Cookie', [...cookies.filter((cookie) => !isNoticeCookie(cookie)), CLEAR_NOTICE_COOKIE]);
  }

  private isPageWithNotice(): boolean {
    const isPage = /^text\/html/.test(String(this.getHeader('content-type')));
    return isPage && this.req.method === 'GET' && hasNotice(this.req.headers.cookie);
  }

  /** React only reads a failure of exactly this type. */
  private setFailureHeaders(): void {
    for (const name of REPLACED_HEADERS) this.removeHeader(name);
    this.setHeader('Content-Type', this.context.isScripted ? 'text/plain' : 'text/html; charset=utf-8');
    this.setHeader('Cache-Control', 'no-store');
  }

  private failureBody(status: PageStatus): string {
    const { context } = this;
    return context.isScripted
      ? statusSentence(status, context.locale)
      : statusPage(status, { ...context, theme: themeIn(this.req.headers.cookie) });
  }
}
