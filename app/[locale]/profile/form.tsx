'use client'; // as server components its fields would be sent twice: as HTML and as the payload

import type { ComponentProps } from 'react';
import { ActionForm } from '../../ui/form/action-form';
import { Field, LanguageField } from '../../ui/form/field';
import { PasswordField } from '../../ui/form/password-field';
import { SaveBar } from '../../ui/form/save-bar';
import { SubmitButton } from '../../ui/form/submit-button';
import { UploadProgress } from '../../ui/form/upload-progress';
import type { UploadTexts } from '../../ui/form/upload-view';
import { AvatarChooser } from '../avatar/chooser';
import { Facts } from './facts';

type Props = Pick<ComponentProps<typeof ActionForm>, 'action' | 'refusedBefore'> & {
  avatar: ComponentProps<typeof AvatarChooser>;
  username: Pick<ComponentProps<typeof Field>, 'label' | 'hint' | 'saved' | 'defaultValue' | 'pattern'>;
  currentPassword: Pick<ComponentProps<typeof PasswordField>, 'label' | 'hint' | 'show' | 'hide'>;
  facts: ComponentProps<typeof Facts>;
  language: Pick<ComponentProps<typeof LanguageField>, 'label' | 'options' | 'saved' | 'defaultValue'>;
  bar: Pick<ComponentProps<typeof SaveBar>, 'unsaved' | 'discard'>;
  /** A typed current password is forgotten once it has changed. */
  passwordChangedAt: number | null;
  submit: string;
  upload: UploadTexts;
};

export function ProfileForm({ action, refusedBefore, ...texts }: Props) {
  const { avatar, username, currentPassword, passwordChangedAt, facts, language, bar, submit, upload } = texts;
  return (
    <ActionForm id="profile" action={action} refusedBefore={refusedBefore} warnsIfUnsaved>
      <AvatarChooser key={avatar.avatar} {...avatar} />
      <Field {...username} name="username" autoComplete="username" inputMode="email" dir="ltr" required />
      <div className="group-has-[[name=username]:valid]:hidden">
        <PasswordField
          key={passwordChangedAt}
          {...currentPassword}
          name="currentPassword"
          autoComplete="current-password"
          isRequired={false}
        />
      </div>
      <Facts {...facts} />
      <LanguageField {...language} name="language" />
      <SaveBar {...bar}>
        <SubmitButton>{submit}</SubmitButton>
        <UploadProgress texts={upload} />
      </SaveBar>
    </ActionForm>
  );
}
