import { redirect } from 'next/navigation';
import { isConfirmed } from '../../../lib/confirm';
import { twoFactorState } from '../../../lib/two-factor';
import { nextPath, withNext } from '../../../lib/web/next-path';
import { requireSession } from '../../../lib/web/session';
import { currentLocale, translations } from '../../../lib/web/translations';
import { Card } from '../../ui/card';
import { ActionForm } from '../../ui/form/action-form';
import { EitherCodeField, OtherCodeLink } from '../../ui/form/either-code';
import { PasswordField } from '../../ui/form/password-field';
import { SubmitButton } from '../../ui/form/submit-button';
import { PageTitle } from '../../ui/page-title';
import { submitConfirm } from './actions';

export default async function Page({ searchParams }: PageProps<'/[locale]/confirm'>) {
  const { next: asked, code, recovery } = await searchParams;
  const next = nextPath(asked) ?? `/${currentLocale()}/profile`;
  const session = await requireSession(withNext('/confirm', next), { withoutTwoFactor: true });
  if (isConfirmed(session)) redirect(next);
  const t = translations();
  const canUseCode = twoFactorState(session.user) === 'on';
  const byCode = canUseCode && code !== undefined;
  const isRecovery = recovery !== undefined;
  const here = `/${currentLocale()}/confirm`;
  const other = `${here}?${new URLSearchParams({ ...(!byCode && { code: '' }), next })}`;
  return (
    <>
      <PageTitle of={t('confirm.title')} />
      <Card title={t('confirm.title')} intro={t('confirm.intro')} level={1}>
        <ActionForm key={String(isRecovery)} id="confirm" action={submitConfirm}>
          <input type="hidden" name="next" value={next} />
          {byCode ? (
            <EitherCodeField isRecovery={isRecovery} autoFocus />
          ) : (
            <>
              <input type="text" autoComplete="username" value={session.user.username} readOnly hidden />
              <PasswordField
                name="currentPassword"
                label={t('password.current')}
                autoComplete="current-password"
                autoFocus
                show={t('password.showCurrent')}
                hide={t('password.hideCurrent')}
              />
            </>
          )}
          <div className="flex flex-wrap items-center gap-3">
            <SubmitButton>{t('confirm.submit')}</SubmitButton>
            <a href={next} className="btn">
              {t('confirm.cancel')}
            </a>
          </div>
          {byCode && (
            <p className="mt-5">
              <OtherCodeLink isRecovery={isRecovery} path={here} params={{ code: '', next }} />
            </p>
          )}
          {canUseCode && (
            <p className="mt-2 pointer-coarse:mt-5">
              <a href={other} className="link">
                {t(byCode ? 'confirm.usePassword' : 'confirm.useCode')}
              </a>
            </p>
          )}
        </ActionForm>
      </Card>
    </>
  );
}
