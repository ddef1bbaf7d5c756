import { getTranslations } from 'next-intl/server';
import type { User } from '../../../db/users';
import { AVATAR_MAX_BYTES, AVATAR_TYPES } from '../../../lib/avatar';
import { Avatar } from '../../ui/avatar';
import { Field } from '../../ui/field';

/** The picture, and the fields that change it: part of the profile form. */
export async function AvatarSection({ user }: { user: User }) {
  const t = await getTranslations('avatar');
  return (
    <div className="mb-5 flex flex-wrap items-start gap-5">
      <Avatar user={user} size={96} />
      <div className="min-w-0 flex-1 basis-60">
        <Field
          name="avatar"
          type="file"
          accept={AVATAR_TYPES.join(',')}
          label={t('label')}
          hint={t('hint', { most: AVATAR_MAX_BYTES / 1024 / 1024 })}
        />
        {user.avatarVersion && (
          <label className="flex items-center gap-2">
            <input type="checkbox" name="removeAvatar" className="checkbox checkbox-sm" />
            {t('remove')}
          </label>
        )}
      </div>
    </div>
  );
}
