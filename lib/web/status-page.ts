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

/** The page for an answer that Next does not give: whole in itself, in the language of the address. */
export function statusPage(status: PageStatus, path: string): string {
  const locale = localeOfPath(path) ?? DEFAULT_LOCALE;
  const t = createTranslator({ locale, messages: MESSAGES[locale], namespace: 'error' });
  const sentence = t(`statuses.${status}`, { most: AVATAR_MAX_BYTES / 1024 / 1024 });
  return `<!doctype html>
<html lang="${locale}" dir="${direction(locale)}">
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<title>${t('failedTitle')}</title>
<main><h1>${t('failedTitle')}</h1><p role="alert">${sentence}</p><p><a href="/${locale}/profile">${t('back')}</a></p></main>
</html>`;
}
