import { ago } from '../lib/i18n/ago';
import { LOCALES, type Locale } from '../lib/i18n/locales';
import { CATALOGUES, type Element, LITERAL, NUMBER, PARSED, PLURAL, POUND } from './support/messages';

/** Synonyms that each language must not use: one term for one thing. */
const OTHER_TERMS: Record<Locale, string[]> = {
  en: [
    'sign(ed|s|ing)? (in|out)',
    'log-?(in|out)',
    'e-mail',
    'two-step',
    'backup codes?',
    '(en|dis)able\\b(?! 2FA| (the )?account)',
  ],
  ru: ['учётн', 'сесси', 'логин', 'двухэтапн', 'код\\S* восстановления', 'одноразов\\S* код', 'люд', 'человек', 'фото'],
  de: [
    '(ein|aus)loggen',
    'log(in|out)',
    '(ein|aus)(zu|ge)?schalte',
    'kennwort',
    'einmalcode',
    'noch einmal',
    'dein\\w*',
    'verbergen',
    'administrator',
    'telefon',
    'gesichert',
    'an(ge)?leg',
  ],
  fr: ['nom d’utilisateur', '(dé)?connecté', 'administrateur', 'code à usage unique', 'récupération', 'deux étapes'],
  es: ['dos pasos', 'entrar', 'acceder', 'ingres', 'introdu[czj]', 'tus?\\b'],
  zh: ['QR', '登出', '注销', '帐', '账号', '修改', '备用', '更名', '.+关闭', '关闭.+'],
  ja: [
    'オン(?!ライン)',
    'オフ(?!ライン)',
    'サイン(イン|アウト)',
    'リカバリー',
    '二要素',
    '2段階',
    '更新する',
    '隠す',
    '端末',
    '一度だけ使える',
  ],
  ar: ['إيقاف', 'متوقف', 'بخطوتين', 'انتهت (هذه )?الجلسة', 'كل مكان', 'جميع الأماكن', 'المؤقتة', 'م\\.ب'],
};

/** These scripts have no spaces, or join letters to words. */
const isUnspaced = (locale: Locale) => ['zh', 'ja', 'ar'].includes(locale);

const otherTerms = (locale: Locale) => {
  const words = OTHER_TERMS[locale].join('|');
  return new RegExp(isUnspaced(locale) ? words : `(?<![\\p{L}-])(${words})`, 'iu');
};

const HAN_OR_KANA = '[\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}ー]';
/** These don't begin a line after a Latin word. A username may fill a line. */
const PARTICLE = '[のにへはをでとがまな]';
const FULL_WIDTH = '[。、，；：！？（）「」]';

/** What each language's typography forbids, in a message with its placeholders filled in. */
const TYPOGRAPHY: Record<Locale, RegExp> = {
  en: /[“”’]/,
  ru: /[“”’']|(?<!\u00a0)—/,
  de: /[’']|[\p{L}]{21}/u, // A longer compound needs a soft hyphen to fit 320 px.
  fr: /'|(?<!\u00a0):|(?<!\u202f)[;?!]|«(?!\u00a0)|(?<!\u00a0)»/,
  es: /[’']|(?<!\s)¿\s|^[^¿]*\?/,
  zh: new RegExp(
    `${FULL_WIDTH}\\s|\\s${FULL_WIDTH}|${HAN_OR_KANA}([,:;!?()]|\\.\\s|[A-Za-z0-9])|[A-Za-z0-9%]${HAN_OR_KANA}`,
    'u',
  ),
  ja: new RegExp(
    `${FULL_WIDTH}\\s|\\s${FULL_WIDTH}|${HAN_OR_KANA}([,:;!?()]|\\.\\s|[A-Za-z]|\\s\\d)|([A-Za-z]|-\\d|(?<!-)[\\d%]\\s)${HAN_OR_KANA}|[A-Za-z\\d.] ${PARTICLE}`,
    'u',
  ),
  ar: /[,;?'’]|:\/\/(?!\u200e)/, // The mark keeps the slashes with the Latin word.
};

/** Every variant of a message, with 7 for a number, 7 % for a percentage, and Chrome or Chrome@ for a name. */
const readings = (elements: Element[]): string[] =>
  elements.reduce((starts, element) => starts.flatMap((start) => fill(element).map((end) => start + end)), ['']);

function fill({ type, value, options = {} }: Element): string[] {
  if (type === LITERAL) return [value];
  if (type === PLURAL) return Object.values(options).flatMap((option) => readings(option.value));
  if (['zoom', 'left', 'top'].includes(value)) return ['7%'];
  if (value === 'username') return ['Chrome@'];
  return [[POUND, NUMBER].includes(type) || value === 'most' ? '7' : 'Chrome'];
}

describe.each(LOCALES)('in %s', (locale) => {
  const texts = [...PARSED[locale]].flatMap(([key, elements]) =>
    readings(elements as Element[]).map((text): [string, string] => [key, text]),
  );
  const matching = (fault: RegExp) => texts.filter(([, text]) => fault.test(text));

  test('no message has extra spaces or straight quotation marks', () => {
    expect([...CATALOGUES[locale]].filter(([, message]) => /^\s|\s$|\s\s|"/.test(message))).toEqual([]);
  });

  test('one thing has one term', () => {
    const words = texts.map(([key, text]): [string, string] => [key, text.replaceAll('\u00ad', '')]);
    expect(words.filter(([, text]) => otherTerms(locale).test(text))).toEqual([]);
  });

  test('spaces, quotes and punctuation are those of the language', () => {
    expect(matching(TYPOGRAPHY[locale])).toEqual([]);
  });

  test('a number stays on the line of its unit', () => {
    expect(matching(/\d (MB|Mo|МБ|ميغا)/)).toEqual([]);
  });

  test('errors and notices are whole sentences', () => {
    const sentences = texts.filter(([key]) => /\.(errors|notices|statuses)\./.test(key));
    expect(sentences.filter(([, text]) => !/[.。]$/.test(text))).toEqual([]);
  });
});

test.each([
  ['ja', '12時間前', '10か月前'],
  ['zh', '12\u00a0小时前', '10\u00a0个月前'],
  ['ar', 'قبل 12\u00a0ساعة', 'قبل 10\u00a0أشهر'],
] as const)('a time ago is spaced like the texts in %s', (locale, ...told) => {
  expect([12, 300 * 24].map((hours) => ago(locale, 0, hours * 3600_000))).toEqual(told);
});
