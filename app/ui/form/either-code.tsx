import Link from 'next/link';
import { translations } from '../../../lib/web/translations';
import { CodeField } from './code-field';

type Props = { isRecovery: boolean };

/** The server accepts both kinds of code, but each needs its own keyboard. */
export function EitherCodeField({
  isRecovery,
  sends = false,
  ...field
}: Props & { sends?: boolean; autoFocus?: boolean }) {
  const t = translations('sign-in');
  return isRecovery ? (
    <CodeField {...field} name="code" label={t('recoveryCode')} hint={t('recoveryCodeHint')} kind="recovery" />
  ) : (
    <CodeField
      {...field}
      name="code"
      label={t('code')}
      hint={t('codeHint')}
      sends={sends ? t('codeSends') : undefined}
      kind="digits"
    />
  );
}

type LinkProps = Props & { path: string; params?: Record<string, string> };

/** A link to the same form for the other kind of code. */
export function OtherCodeLink({ isRecovery, path, params }: LinkProps) {
  const t = translations('sign-in');
  const asked = new URLSearchParams({ ...(!isRecovery && { recovery: '' }), ...params });
  return (
    <Link href={asked.size > 0 ? `${path}?${asked}` : path} replace scroll={false} prefetch={false} className="link">
      {isRecovery ? t('useApp') : t('useRecoveryCode')}
    </Link>
  );
}
