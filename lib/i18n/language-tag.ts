import type { Locale } from './locales';

/** The value of a `lang` attribute. Chinese names its script, which selects the font and a screen reader's voice. */
export const languageTag = (locale: Locale) => (locale === 'zh' ? 'zh-Hans' : locale);
