'use client'; // as server components its fields would be sent twice: as HTML and as the payload

import type { ComponentProps } from 'react';
import { ActionForm } from '../../ui/form/action-form';
import { PasswordField } from '../../ui/form/password-field';
import { SubmitButton } from '../../ui/form/submit-button';
import { NewPassword } from './new-password';

type Props = Pick<ComponentProps<typeof ActionForm>, 'action'> & {
  currentPassword: Pick<ComponentProps<typeof PasswordField>, 'label' | 'autoFocus' | 'show' | 'hide'>;
  newPassword: ComponentProps<typeof NewPassword>;
  submit: string;
};

export function PasswordForm({ action, currentPassword, newPassword, submit }: Props) {
  return (
    <ActionForm id="password" action={action} warnsIfUnsaved>
      <input type="text" name="username" autoComplete="username" value={newPassword.username} readOnly hidden />
      <PasswordField {...currentPassword} name="currentPassword" autoComplete="current-password" />
      <NewPassword {...newPassword} />
      <SubmitButton>{submit}</SubmitButton>
    </ActionForm>
  );
}
