import type en from '../../messages/en.json';
import { AVATAR_MAX_BYTES } from '../avatar';
import { direction, type Locale, languageTag, localeOfPath } from '../i18n/locales';
import { translator } from '../i18n/translator';

export type PageStatus = keyof typeof en.error.statuses;

const TITLES: Partial<Record<PageStatus, 'notFoundTitle' | 'staleTitle' | 'busyTitle'>> = {
  404: 'notFoundTitle',
  409: 'staleTitle',
  503: 'busyTitle',
};

/** Where the same address, opened once more, would say the same. */
const ELSEWHERE: PageStatus[] = ['404', '405', '431'];

const STYLE = `
body{margin:0;padding:12vh 1rem;font:16px/1.5 system-ui,sans-serif;background:light-dark(#f5f7fa,#15191e);color:light-dark(#1f2937,#d8dee9)}
main{max-width:34rem;margin:auto;padding:2rem;border:1px solid light-dark(#e2e6eb,#2b3440);border-radius:.75rem;background:light-dark(#fff,#1d232a)}
h1{margin-top:0;font-size:1.25rem}
a{display:inline-block;padding:.4rem 1rem;border-radius:.3rem;background:#2a3fb8;color:#fff;font-weight:600;text-decoration:none}
`;

type Asked = { path: string; nonce: string; reference: string; locale: Locale };

/** One sentence that says what an answer's status means, in a language. */
export function statusSentence(status: PageStatus, locale: Locale): string {
  return translator(locale, 'error')(`statuses.${status}`, { most: AVATAR_MAX_BYTES / 1024 / 1024 });
}

/** The page for an answer that Next does not give: whole in itself. */
export function statusPage(status: PageStatus, { path, nonce, reference, locale }: Asked): string {
  const t = translator(locale, 'error');
  const title = t(TITLES[status] ?? 'failedTitle');
  const isHere = localeOfPath(path) !== undefined && !ELSEWHERE.includes(status);
  const [address, words] = isHere ? [path, t('reopen')] : [`/${locale}/profile`, t('back')];
  const referred = status === '500' ? `<p>${t('reference', { reference })}</p>` : '';
  return `<!doctype html>
<html lang="${languageTag(locale)}" dir="${direction(locale)}">
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<title>${title} · Portrait</title><style nonce="${nonce}">${STYLE}</style>
<main><h1>${title}</h1><p role="alert">${statusSentence(status, locale)}</p>${referred}<p><a href="${escaped(address)}">${words}</a></p></main>
</html>`;
}

const escaped = (text: string) => text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
