import type en from '../../messages/en.json';
import { appLogo } from '../app-logo';
import { languageTag } from '../i18n/language-tag';
import { direction, type Locale, localeOfPath } from '../i18n/locales';
import { translator } from '../i18n/translator';
import { appName, supportContact } from '../settings';
import { titled } from '../title';
import type { RequestContext } from '../web/request-context';
import type { Theme } from '../web/theme-cookie';
import { STATUS_STYLE } from './status-style';

export type PageStatus = keyof typeof en.error.statuses;

/** Loading the same address again would fail again. */
const FINAL: PageStatus[] = ['404', '405', '431'];

const MARK =
  '<svg aria-hidden="true" viewBox="0 0 32 32"><circle cx="16" cy="16" r="14.5" fill="none" stroke-width="2"/><circle cx="16" cy="12.5" r="4.5" stroke="none"/><path d="M6.8 23.2a9.6 8 0 0 1 18.4 0a11.5 11.5 0 0 1-18.4 0z" stroke="none"/></svg>';

/** The company's, or our own in the page's colours. */
function logo(): string {
  const own = appLogo();
  return own ? `<img src="/logo/${own.version}" alt="">` : MARK;
}

type Asked = Pick<RequestContext, 'path' | 'nonce' | 'reference' | 'locale' | 'detail'> & { theme: Theme };

export function statusSentence(status: PageStatus, locale: Locale): string {
  return translator(locale, 'error')(`statuses.${status}`);
}

export function statusPage(status: PageStatus, { path, nonce, reference, locale, theme, detail }: Asked): string {
  const t = translator(locale, 'error');
  const title = detail ? translator(locale, 'applications')('refusedTitle') : t(`titles.${status}`);
  const sentence = detail ? translator(locale, 'applications')('refused') : statusSentence(status, locale);
  const detailLine = detail ? `<p><code dir="ltr">${escapeHtml(detail)}</code></p>` : '';
  const isHere = localeOfPath(path) !== undefined && !FINAL.includes(status);
  const [address, label] = isHere ? [path, t('reopen')] : [`/${locale}/profile`, t('back')];
  const referenceLine = status === '500' ? `<p>${t('reference', { reference })}</p>` : '';
  return `<!doctype html>
<html lang="${languageTag(locale)}" dir="${direction(locale)}"${theme === 'system' ? '' : ` data-theme="${theme}"`}>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(titled(title))}</title><style nonce="${nonce}">${STATUS_STYLE}</style>
<header><div><a href="/${locale}">${logo()}${escapeHtml(appName())}</a></div></header>
<main><section><h1>${title}</h1><p role="alert">${sentence}</p>${detailLine}${referenceLine}<a class="button" href="${escapeHtml(address)}">${label}</a>${supportLine(locale)}</section></main>
</html>`;
}

function supportLine(locale: Locale): string {
  const contact = supportContact();
  if (!contact) return '';
  const link = `<a href="${escapeHtml(contact.href)}"><bdi dir="ltr">${escapeHtml(contact.text)}</bdi></a>`;
  return `<p class="help">${translator(locale, 'error')('help')} ${link}</p>`;
}

const escapeHtml = (text: string) => text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
