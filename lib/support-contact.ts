import isEmail from 'validator/lib/isEmail.js';

/** Where people get help: an email address or a page. */
export type SupportContact = { href: string; text: string };

/** Reads an email address or an https URL. */
export function parseSupportContact(setting: string): SupportContact | undefined {
  const contact = setting.trim();
  if (isEmail(contact)) return { href: `mailto:${encodeURIComponent(contact).replace('%40', '@')}`, text: contact };
  if (!/^https:\/\/[^/]/i.test(contact) || !URL.canParse(contact)) return undefined;
  const { href, host, pathname, username, password } = new URL(contact);
  if (username || password) return undefined;
  return { href, text: host + pathname.replace(/\/$/, '') };
}
