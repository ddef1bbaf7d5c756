import type { User } from '../../../db/users';
import { AVATAR_MAX_BYTES, AVATAR_MAX_PIXELS, avatarVersion } from '../../../lib/avatar';
import { AVATAR_TYPES } from '../../../lib/avatar-formats';
import { translations } from '../../../lib/web/translations';
import { Avatar } from '../../ui/avatar';
import { Person } from '../../ui/person';
import { AvatarChooser } from './chooser';

export function AvatarSection({ user }: { user: User }) {
  const t = translations('avatar');
  const most = AVATAR_MAX_BYTES / 1024 / 1024;
  return (
    <AvatarChooser
      key={avatarVersion(user)}
      button={
        <label htmlFor="avatar-file" className="flex w-36 shrink-0 cursor-pointer flex-col items-start self-start">
          <Avatar user={user} size={96} />
          <span className="btn btn-sm in-[:has([name=avatar][aria-invalid=true])]:border-error in-[:has([name=avatar]:focus-visible)]:outline-2 -mt-3.5 pointer-coarse:min-h-8! rounded-full outline-primary outline-offset-2">
            {t('change')}
          </span>
        </label>
      }
      person={
        <>
          <Person user={user} />
          <p id="avatar-hint" className="mt-1.5 text-muted text-sm">
            {t('hint', { most })}
            <span className="hidden scripted:block pointer-coarse:hidden!">{t('drop')}</span>
          </p>
        </>
      }
      accept={AVATAR_TYPES.join(',')}
      limits={{ maxBytes: AVATAR_MAX_BYTES, maxPixels: AVATAR_MAX_PIXELS }}
      texts={{
        preparing: t('preparing'),
        use: t('use'),
        discard: t('discard'),
        area: t('area'),
        areaHint: t('areaHint'),
        zoom: t('zoom'),
        position: t('position', { zoom: '{zoom}', left: '{left}', top: '{top}' }),
        faults: {
          tooLarge: t('errors.tooLarge', { most }),
          tooManyPixels: t('errors.tooManyPixels', { most: AVATAR_MAX_PIXELS / 1_000_000 }),
          notAnImage: t('errors.notAnImage'),
          damaged: t('errors.damaged'),
        },
      }}
    >
      {user.avatarVersion && (
        <label className="mt-2 flex items-center gap-2">
          <input type="checkbox" name="removeAvatar" className="checkbox checkbox-sm" />
          {t('remove')}
        </label>
      )}
    </AvatarChooser>
  );
}
