import { createTranslator } from 'use-intl/core';
import ar from '../../messages/ar.json';
import de from '../../messages/de.json';
import en from '../../messages/en.json';
import es from '../../messages/es.json';
import fr from '../../messages/fr.json';
import ja from '../../messages/ja.json';
import ru from '../../messages/ru.json';
import zh from '../../messages/zh.json';
import { AVATAR_MAX_BYTES } from '../avatar';
import { DEFAULT_LOCALE, direction, localeOfPath } from '../i18n/locales';

const MESSAGES = { en, ru, de, fr, es, zh, ja, ar };

export type PageStatus = keyof typeof en.error.statuses;

const TITLES: Partial<Record<PageStatus, 'notFoundTitle' | 'staleTitle' | 'busyTitle'>> = {
  404: 'notFoundTitle',
  409: 'staleTitle',
  503: 'busyTitle',
};

/** Where the same address, opened once more, would say the same. */
const ELSEWHERE: PageStatus[] = ['404', '405', '431'];

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;margin:0;padding:10vh 1rem}main{max-width:36rem;margin:auto}h1{font-size:1.4rem}code{user-select:all}`;

type Asked = { path: string; nonce: string; reference: string };

/** One sentence that says what an answer's status means, in the language of the address. */
export function statusSentence(status: PageStatus, path: string): string {
  return translator(path)(`statuses.${status}`, { most: AVATAR_MAX_BYTES / 1024 / 1024 });
}

/** The page for an answer that Next does not give: whole in itself. */
export function statusPage(status: PageStatus, { path, nonce, reference }: Asked): string {
  const t = translator(path);
  const locale = localeOfPath(path) ?? DEFAULT_LOCALE;
  const title = t(TITLES[status] ?? 'failedTitle');
  const isHere = localeOfPath(path) !== undefined && !ELSEWHERE.includes(status);
  const [address, words] = isHere ? [path, t('reopen')] : [`/${locale}/profile`, t('back')];
  const referred = status === '500' ? `<p>${t('reference', { reference })}</p>` : '';
  return `<!doctype html>
<html lang="${locale}" dir="${direction(locale)}">
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<title>${title} · Portrait</title><style nonce="${nonce}">${STYLE}</style>
<main><h1>${title}</h1><p role="alert">${statusSentence(status, path)}</p>${referred}<p><a href="${escaped(address)}">${words}</a></p></main>
</html>`;
}

function translator(path: string) {
  const locale = localeOfPath(path) ?? DEFAULT_LOCALE;
  return createTranslator({ locale, messages: MESSAGES[locale], namespace: 'error' });
}

const escaped = (text: string) => text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
