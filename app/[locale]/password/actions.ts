'use server';

import { changePassword } from '../../../lib/password';
import { type FormState, submit } from '../../../lib/web/form';

export async function submitPassword(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, {
    page: '/profile',
    allowsOneTimePassword: true,
    required: {
      currentPassword: 'password.errors.currentMissing',
      newPassword: 'password.errors.newMissing',
      confirmPassword: 'password.errors.confirmMissing',
    },
    renewsSession: true,
    save: changePassword,
    next: '/profile',
    notice: 'password.notices.changed',
  });
}
