'use server';

import { confirm } from '../../../lib/confirm';
import { localeOfPath } from '../../../lib/i18n/locales';
import { type FormState, submit } from '../../../lib/web/form';
import { textField } from '../../../lib/web/form-fields';
import { nextPath, withNext } from '../../../lib/web/next-path';
import { expireTypedSoon } from '../../../lib/web/typed-fields';

export async function submitConfirm(_: FormState, form: FormData): Promise<FormState> {
  const asked = nextPath(textField(form, 'next'));
  const next = asked && localeOfPath(asked) ? asked.replace(/^\/\w+/, '') : '/profile';
  const byCode = form instanceof FormData && form.has('code');
  return submit(form, {
    page: withNext('/confirm', asked),
    fields: ['currentPassword', 'code'],
    allowsWithoutTwoFactor: true,
    renewsSession: true,
    save: async (session, { currentPassword, code }, client) => {
      const confirmed = await confirm(session, byCode ? { code } : { currentPassword }, client);
      if (confirmed.ok) await expireTypedSoon();
      return confirmed;
    },
    next,
    notice: 'confirm.notices.confirmed',
  });
}
