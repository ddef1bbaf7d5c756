'use server';

import { headers } from 'next/headers';
import { RedirectType, redirect } from 'next/navigation';
import { textField } from '../../../lib/web/form-fields';
import { nextPath } from '../../../lib/web/next-path';
import { markStarted } from '../../../lib/web/request-context';
import { saveTheme } from '../../../lib/web/theme';
import { currentLocale } from '../../../lib/web/translations';

/** With JavaScript the page stays as it is, with what was typed. Without, this redirects back to it. */
export async function submitTheme(form: FormData): Promise<void> {
  markStarted();
  await saveTheme(textField(form, 'theme'));
  const request = await headers();
  if (request.has('next-action')) return;
  const from = request.get('referer') ?? '';
  const { pathname, search } = URL.canParse(from) ? new URL(from) : { pathname: '', search: '' };
  redirect(nextPath(pathname + search) ?? `/${currentLocale()}`, RedirectType.replace);
}
