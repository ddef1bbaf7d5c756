'use server';

import { headers } from 'next/headers';
import { getLocale } from 'next-intl/server';
import { succeeded, text } from '../../../lib/web/form';
import { nextPath } from '../../../lib/web/next-path';
import { keepTheme } from '../../../lib/web/theme';

/** Goes back to the page that the switch was used on: every page has it. */
export async function submitTheme(form: FormData): Promise<void> {
  await keepTheme(text(form, 'theme'));
  const from = (await headers()).get('referer') ?? '';
  const { pathname, search } = URL.canParse(from) ? new URL(from) : { pathname: '', search: '' };
  await succeeded(nextPath(pathname + search) ?? `/${await getLocale()}`);
}
