import { translations } from '../../../../lib/web/translations';
import { Card } from '../../../ui/card';
import { CopyButton } from '../../../ui/copy-button';

export function OneTimePassword({ password, username }: { password: string; username: string }) {
  const t = translations('people');
  return (
    <Card title={t('oneTimePassword')} intro={t('oneTimePasswordText', { username })} level={2}>
      <p className="mb-4">
        <output
          id="one-time-password"
          dir="ltr"
          className="block select-all rounded-field bg-base-200 p-4 font-mono text-lg [overflow-wrap:anywhere] contrast:border forced-colors:border"
        >
          {password}
        </output>
      </p>
      <CopyButton text={password} autoFocus copy={t('copy')} copied={t('copied')} failed={t('copyFailed')} />
    </Card>
  );
}
