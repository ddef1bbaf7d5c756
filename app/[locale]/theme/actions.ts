'use server';

import { headers } from 'next/headers';
import { succeeded, text } from '../../../lib/web/form';
import { nextPath } from '../../../lib/web/next-path';
import { saveTheme } from '../../../lib/web/theme';
import { currentLocale } from '../../../lib/web/translations';

/** With JavaScript the page stays, with what was typed in it. Without, this redirects back to it. */
export async function submitTheme(form: FormData): Promise<void> {
  await saveTheme(text(form, 'theme'));
  const request = await headers();
  if (request.has('next-action')) return;
  const from = request.get('referer') ?? '';
  const { pathname, search } = URL.canParse(from) ? new URL(from) : { pathname: '', search: '' };
  await succeeded(nextPath(pathname + search) ?? `/${currentLocale()}`);
}
