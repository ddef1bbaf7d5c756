import { hasEventBefore } from '../../db/events';
import type { OutboxMail } from '../../db/outbox';
import { findUserById, type User } from '../../db/users';
import { now } from '../adapters/clock';
import type { Message } from '../adapters/mail';
import { isByAdministrator } from '../client';
import { deviceName } from '../device-name';
import { languageTag } from '../i18n/language-tag';
import { DEFAULT_LOCALE, isLocale, type Locale } from '../i18n/locales';
import { formatter, translator } from '../i18n/translator';
import { createLink } from '../links';
import type { LinkPurpose, MailType, NoticeType } from '../mail';
import { countRecoveryCodesLeft, FEW_RECOVERY_CODES } from '../recovery-codes';
import { appName, appUrl } from '../settings';
import { findUserByUsername } from '../username';

const LINK_PAGES: Record<LinkPurpose, string> = {
  reset: 'set-password',
  invitation: 'set-password',
  username: 'confirm-username',
};

const isLinkPurpose = (type: MailType): type is LinkPurpose => type in LINK_PAGES;

/** Renders a mail in the user's current language; undefined if it is no longer needed. */
export async function compose(mail: OutboxMail): Promise<Message | undefined> {
  const type = mail.type as MailType;
  const user = mail.userId === null ? await findUserByUsername(mail.recipient) : await findUserById(mail.userId);
  if (!user || !(await isWanted(mail, user))) return undefined;
  const locale = isLocale(user.language) ? user.language : DEFAULT_LOCALE;
  const t = translator(locale, 'mail');
  const token = isLinkPurpose(type) ? await createLink(user, type) : undefined;
  const lines = token
    ? linkLines(mail, user, locale, token)
    : noticeLines(mail, locale, {
        username: isolated(user.username, locale),
        left: type === 'recovery-code-used' ? await countRecoveryCodesLeft(user.id) : undefined,
      });
  return {
    id: mail.id,
    to: mail.userId === null ? user.username : mail.recipient,
    subject: withoutHyphens(t(`subjects.${type}`, { product: appName() })),
    text: withoutHyphens(`${[...lines, '', '-- ', appName(), appUrl()].join('\n')}\n`),
    language: languageTag(locale),
    at: mail.createdAt,
  };
}

/** A link for an account that changed meanwhile, or the first sign-in, is not worth a mail. */
async function isWanted({ type, recipient, userId, createdAt }: OutboxMail, user: User): Promise<boolean> {
  if (type === 'reset') return user.disabledAt === null;
  if (type === 'invitation') return user.disabledAt === null && user.passwordMustChange;
  if (type === 'username') return user.disabledAt === null && user.pendingUsername === recipient;
  if (type === 'signed-in') return hasEventBefore(userId as string, type, createdAt);
  return true;
}

function linkLines(mail: OutboxMail, user: User, locale: Locale, token: string): string[] {
  const type = mail.type as LinkPurpose;
  const t = translator(locale, 'mail');
  const isAdministratorsReset = type === 'reset' && isByAdministrator(mail);
  const values = {
    username: isolated(type === 'username' ? (user.pendingUsername ?? '') : user.username, locale),
    company: isolated(user.company, locale),
    product: isolated(appName(), locale),
  };
  return [
    t(isAdministratorsReset ? 'texts.reset-by-administrator' : `texts.${type}`, values),
    '',
    `${appUrl()}/${locale}/${LINK_PAGES[type]}?token=${token}`,
    '',
    t(type === 'invitation' ? 'inviteHint' : isAdministratorsReset ? 'resetHint' : 'linkHint'),
  ];
}

function noticeLines(mail: OutboxMail, locale: Locale, { username, left }: { username: string; left?: number }) {
  const t = translator(locale, 'mail');
  const type = mail.type as NoticeType;
  const time = formatter(locale).dateTime(mail.createdAt, {
    dateStyle: 'long',
    timeStyle: 'long',
    timeZone: 'UTC',
  });
  return [
    t(`texts.${type}`, { username }),
    ...(left === undefined ? [] : codesLeftLines(left, locale)),
    '',
    t('time', { time }),
    ...(isByAdministrator(mail)
      ? []
      : [
          t('browser', { browser: isolated(deviceName(mail.userAgent, locale), locale) }),
          t('address', { address: isolated(mail.address, locale) }),
        ]),
    '',
    ...adviceLines(mail, locale),
  ];
}

function codesLeftLines(left: number, locale: Locale): string[] {
  const t = translator(locale, 'two-factor');
  const advice = [t('codesFew'), `${appUrl()}/${locale}/two-factor/recovery-codes`];
  return [t('codesLeft', { left }), ...(left > FEW_RECOVERY_CODES ? [] : advice)];
}

function adviceLines(mail: OutboxMail, locale: Locale): string[] {
  const t = translator(locale, 'mail');
  if (isByAdministrator(mail)) return [t('askAdministrator')];
  if (mail.type === 'username-changed') return [t('tellAdministrator')]; // the old username has no password to reset
  return [t('wasNotYou'), `${appUrl()}/${locale}/forgotten-password`];
}

/** Soft hyphens are for narrow pages; mail programs show some of them. */
const withoutHyphens = (text: string) => text.replaceAll('\u00ad', '');

/** Latin text in a line from right to left needs isolates (Unicode UAX #9), or its punctuation moves. */
const isolated = (text: string, locale: Locale) => (locale === 'ar' ? `\u2068${text}\u2069` : text);

/** What `npm run mail -- test` sends. */
export function testMessage(id: string, to: string): Message {
  const t = translator(DEFAULT_LOCALE, 'mail');
  return {
    id,
    to,
    subject: t('testSubject'),
    text: `${t('testText', { product: appName() })}\n\n-- \n${appUrl()}\n`,
    language: DEFAULT_LOCALE,
    at: now(),
  };
}
