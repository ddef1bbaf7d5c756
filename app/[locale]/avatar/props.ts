import type { ComponentProps } from 'react';
import type { User } from '../../../db/users';
import { AVATAR_MAX_BYTES, AVATAR_MAX_PIXELS, avatarPath } from '../../../lib/avatar';
import { AVATAR_TYPES } from '../../../lib/avatar-formats';
import { translations } from '../../../lib/web/translations';
import type { UploadTexts } from '../../ui/form/upload-view';
import type { AvatarChooser } from './chooser';

export function avatarProps(user: User): ComponentProps<typeof AvatarChooser> {
  const t = translations('avatar');
  const most = AVATAR_MAX_BYTES / 1024 / 1024;
  return {
    person: { username: user.username, role: user.role, company: user.company },
    avatar: avatarPath(user),
    accept: AVATAR_TYPES.join(','),
    limits: { maxBytes: AVATAR_MAX_BYTES, maxPixels: AVATAR_MAX_PIXELS },
    texts: {
      change: t('change'),
      hint: t('hint', { most }),
      drop: t('drop'),
      remove: user.avatarVersion ? t('remove') : '',
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
    },
  };
}

export function uploadTexts(): UploadTexts {
  const t = translations('avatar');
  return {
    label: t('uploading'),
    progress: t('progress', { share: '{share}' }),
    sent: t('uploaded'),
    cancel: t('cancel'),
    canceled: t('canceled'),
    preparing: t('preparing'),
  };
}
