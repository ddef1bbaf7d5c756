import { translations } from '../../../lib/web/translations';
import { UploadProgress } from '../../ui/form/upload-progress';

/** The progress of a new avatar: part of the profile form, beside its button. */
export function AvatarUpload() {
  const t = translations('avatar');
  return (
    <UploadProgress
      texts={{
        label: t('uploading'),
        progress: t('progress', { share: '{share}' }),
        sent: t('uploaded'),
        cancel: t('cancel'),
        canceled: t('canceled'),
        preparing: t('preparing'),
      }}
    />
  );
}
