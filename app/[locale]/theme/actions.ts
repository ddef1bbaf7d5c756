'use server';

import { RedirectType, redirect } from 'next/navigation';
import { textField } from '../../../lib/web/form-fields';
import { currentAddress, markStarted, requestContext } from '../../../lib/web/request-context';
import { saveTheme } from '../../../lib/web/theme';

/** With JavaScript the page stays as it is, with what was typed. */
export async function submitTheme(form: FormData): Promise<void> {
  markStarted();
  await saveTheme(textField(form, 'theme'));
  if (!requestContext()?.isScripted) redirect(currentAddress(), RedirectType.replace);
}
