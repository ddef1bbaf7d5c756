'use server';

import { changePassword } from '../../../lib/password';
import { type FormState, submit } from '../../../lib/web/form';

export async function submitPassword(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, {
    page: '/profile',
    allowsOneTimePassword: true,
    fields: ['currentPassword', 'newPassword', 'confirmPassword'],
    renewsSession: true,
    save: changePassword,
    next: '/profile',
    notice: 'password.notices.changed',
  });
}
