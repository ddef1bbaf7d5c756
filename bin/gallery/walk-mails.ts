import type { Page } from 'playwright-core';
import { COMMAND_LINE } from '../../lib/client';
import type { MailType } from '../../lib/mail';
import { compose } from '../../lib/mail/compose';
import en from '../../messages/en.json';
import { CLIENT, changeUser } from '../../tests/support/people';
import { newPerson, recordSignIns } from '../../tests/support/scenes';
import type { Look, Way } from '../../tests/support/walk';

const BY_ADMINISTRATORS: MailType[] = ['password-reset', 'two-factor-reset', 'account-disabled'];

/** Every mail as a program shows plain text, on one page. */
export async function walkMails(page: Page, { locale = 'en', ...named }: Way, look: Look): Promise<void> {
  const { id, username } = await newPerson({ company: 'Analytical Engines', language: locale, ...named });
  await changeUser({ id }, { passwordMustChange: true, pendingUsername: username });
  await recordSignIns(id, 1); // the first isn't worth a mail
  const createdAt = Date.now() + 1000;
  const state = { createdAt, dueAt: createdAt, claimedUntil: 0, attempts: 0, lastError: null, failedAt: null };
  const mails: string[] = [];
  for (const type of Object.keys(en.mail.subjects) as MailType[]) {
    const mail = await compose({
      id: type,
      type,
      userId: id,
      recipient: username,
      ...(BY_ADMINISTRATORS.includes(type) ? COMMAND_LINE : CLIENT),
      ...state,
    });
    if (!mail) throw new Error(`no mail: ${type}`);
    mails.push(`<h2>${mail.subject}</h2><pre>${mail.text.replaceAll('<', '&lt;')}</pre>`);
  }
  await page.setContent(`<!doctype html><html lang="${locale}" dir="${locale === 'ar' ? 'rtl' : 'ltr'}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <style>:root{color-scheme:light dark;font:15px/1.5 system-ui}body{margin:1rem;max-width:72ch}
    pre{font:inherit;white-space:pre-wrap;overflow-wrap:anywhere}h2{font-size:1.1rem}</style>${mails.join('<hr>')}`);
  await look('mails');
}
