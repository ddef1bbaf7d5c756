import { translations } from '../../../lib/web/translations';
import { UploadProgress } from '../../ui/form/upload-progress';

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
