'use server';

import { changeProfile } from '../../../lib/profile';
import { type FormState, submit } from '../../../lib/web/form';
import { changedFields, fileField, isTicked, textField } from '../../../lib/web/form-fields';

/**
 * @param shown what the form showed: a field that still says so was not changed by this user. It comes from the browser
 *   unchecked
 */
export async function submitProfile(
  shown: { username: string; language: string } | undefined,
  _: FormState,
  form: FormData,
): Promise<FormState> {
  const typed = changedFields(form, ['username', 'language'], shown);
  const avatar = fileField(form, 'avatar') ?? (isTicked(form, 'removeAvatar') ? ('none' as const) : undefined);
  const change = {
    ...typed,
    avatar,
    avatarSquare: textField(form, 'avatarSquare'),
    currentPassword: textField(form, 'currentPassword'),
  };
  const isUnchanged = Object.keys(typed).length === 0 && !avatar;
  return submit(form, {
    page: '/profile',
    typed,
    typedIn: 'profile',
    typedBy: shown?.username,
    renewsSession: true,
    save: async (session, _, client) => {
      const saved = await changeProfile(session, change, client);
      return saved.ok && saved.isPending ? { ...saved, notice: 'mail.notices.usernameSent' as const } : saved;
    },
    next: '/profile',
    notice: isUnchanged ? 'profile.notices.unchanged' : 'profile.notices.saved',
  });
}
