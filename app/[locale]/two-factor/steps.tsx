import type { Session } from '../../../db/sessions';
import type { User } from '../../../db/users';
import { pendingEnrolment, twoFactorState } from '../../../lib/two-factor';
import { currentLocale, translations } from '../../../lib/web/translations';
import { ActionForm } from '../../ui/form/action-form';
import { EitherCodeField, OtherCodeLink } from '../../ui/form/either-code';
import { PasswordField } from '../../ui/form/password-field';
import { SubmitButton } from '../../ui/form/submit-button';
import { Notice } from '../../ui/notice';
import { submitDisable, submitStart } from './actions';
import { RecoveryCodesLeft } from './codes-left';
import { PendingSteps } from './pending';

type Props = { session: Session; searchParams: Promise<Record<string, unknown>> };

export async function TwoFactorSteps({ session, searchParams }: Props) {
  const { user } = session;
  const state = twoFactorState(user);
  const key = await pendingEnrolment(session);
  const isRecovery = (await searchParams).recovery !== undefined;
  return (
    <>
      <Notice />
      {state === 'on' && <On user={user} isRecovery={isRecovery} />}
      {state !== 'on' && (key ? <PendingSteps {...key} /> : <Off user={user} />)}
    </>
  );
}

function Off({ user }: { user: User }) {
  const t = translations();
  return (
    <ActionForm id="two-factor-start" action={submitStart}>
      <p className="mb-5">{t('two-factor.intro')}</p>
      <input type="text" autoComplete="username" value={user.username} readOnly hidden />
      <PasswordField
        name="currentPassword"
        label={t('two-factor.currentPassword')}
        autoComplete="current-password"
        show={t('password.showCurrent')}
        hide={t('password.hideCurrent')}
      />
      <SubmitButton>{t('two-factor.start')}</SubmitButton>
    </ActionForm>
  );
}

function On({ user, isRecovery }: { user: User; isRecovery: boolean }) {
  const t = translations('two-factor');
  const path = `/${currentLocale()}/two-factor`;
  return (
    <>
      <p className="mb-3">{t('stateOn')}</p>
      <p className="mb-5">{t('disableIntro')}</p>
      <ActionForm key={String(isRecovery)} id="two-factor-disable" action={submitDisable}>
        <EitherCodeField isRecovery={isRecovery} autoFocus />
        <SubmitButton look="btn-error btn-outline">{t('disable')}</SubmitButton>
      </ActionForm>
      <p className="mt-5">
        <OtherCodeLink isRecovery={isRecovery} path={path} />
      </p>
      <div className="mt-6 border-base-300 border-t pt-3">
        <RecoveryCodesLeft userId={user.id} />
        <p className="mt-3">
          <a href={`${path}/recovery-codes`} className="link">
            {t('renewLink')}
          </a>
        </p>
      </div>
    </>
  );
}
